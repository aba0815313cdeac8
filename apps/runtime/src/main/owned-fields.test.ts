import * as api from '@lockstep/schema/api';
import { isEnded, type Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world?.stop());

/** A flow of the ERP that tells of stock, by a map written as code. */
function telling(id: string, body: string) {
  const script = `export default function map(input, ctx) {\n${body}\n}`;
  const nodes = [
    node('in', 'manual'),
    node('to', 'map', { script, target: 'inventory' }),
    node('tell', 'send-event', { topic: id, key: '=input.sku' }),
  ];
  return { ...flowOf(id, nodes), settings: { speaksFor: ['ERP'] } };
}

async function run(id: string, message: Json) {
  const started = await world.call(api.startRun, { params: { flowId: id }, body: { message } });
  const { status, failure } = await vi.waitFor(
    async () => {
      const found = await world.call(api.getRun, { params: { runId: started.ok ? started.value.runId : '' } });
      if (!found.ok || !isEnded(found.value.status)) throw new Error('It goes on.');
      return found.value;
    },
    { timeout: 10_000, interval: 20 },
  );
  const events = await world.call(api.listTopicEvents, { params: { topic: id }, query: {} });
  return { status, failure: failure?.message, told: events.ok ? events.value.events.length : 0 };
}

it('R27: a map written as code that writes what another system decides fails before anybody is told', async () => {
  const left = '  const left = input.pieces - 1;\n  return { sku: input.sku, available: left };';
  await world.publish(telling('counts', left));
  expect(await run('counts', { sku: 'MUG-BLUE', pieces: 5 })).toEqual({
    status: 'exception',
    failure: expect.stringMatching(/^"to" writes "available" of inventory, which fulfilment decides/),
    told: 0,
  });
  const passed = '  const { available } = input;\n  return { sku: input.sku, available, safetyStock: 3 };';
  await world.publish(telling('passes-on', passed));
  expect(await run('passes-on', { sku: 'MUG-BLUE', available: 5 })).toEqual({
    status: 'done',
    failure: undefined,
    told: 1,
  });
});

it('R27: what is plain to see in the code is refused before it is published', async () => {
  const flow = telling('plain', '  return { sku: input.sku, available: 1 };');
  const checked = await world.call(api.checkFlow, { params: { flowId: flow.id }, body: { flow } });
  expect(checked.ok && checked.value.issues.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'field-not-owned', node: 'to', field: '/script' },
  ]);
});
