import * as api from '@lockstep/schema/api';
import { isEnded, type Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
let runId: string;

const inside = (scope: string, drawn: ReturnType<typeof node>) => ({ ...drawn, scope });

/** orders > each order > (each line > price) ; the price of a line without one cannot be computed. */
beforeAll(async () => {
  world = await startTestRuntime();
  const flow = flowOf('nested', [
    node('in', 'manual'),
    node('orders', 'for-each', { items: '=input.orders', onError: 'collect' }),
    node('after', 'log', { message: 'all' }),
  ]);
  await world.publish({
    ...flow,
    nodes: [
      ...flow.nodes,
      inside('orders', node('lines', 'for-each', { items: '=input.lines', onError: 'collect' })),
      inside('orders', node('total', 'set-fields', { mode: 'only', fields: [{ path: 'n', value: '=input.items' }] })),
      inside(
        'lines',
        node('price', 'set-fields', { mode: 'only', fields: [{ path: 'cents', value: '=input.price.cents' }] }),
      ),
    ],
    edges: [
      { from: 'in', port: 'out', to: 'orders' },
      { from: 'orders', port: 'done', to: 'after' },
      { from: 'orders', port: 'each', to: 'lines' },
      { from: 'lines', port: 'done', to: 'total' },
      { from: 'lines', port: 'each', to: 'price' },
    ],
  });
  const line = (cents: number) => ({ price: { cents } });
  const message: Json = { orders: [{ lines: [line(1)] }, { lines: [line(2), {}, line(4)] }] };
  const started = await world.call(api.startRun, { params: { flowId: 'nested' }, body: { message, by: 'Ada' } });
  if (!started.ok) throw new Error(started.detail);
  runId = started.value.runId;
  for (;;) {
    const run = await world.call(api.getRun, { params: { runId } });
    if (run.ok && isEnded(run.value.status)) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
afterAll(() => world?.stop());

const list = (node_: string, query: object = {}) =>
  world.call(api.listRunItems, { params: { runId, node: node_ }, query });
const steps = async (node_: string, item: string) => {
  const found = await world.call(api.getRunItem, { params: { runId, node: node_, item } });
  return found.ok ? found.value.steps.map((step) => [step.node, step.item, step.status]) : found.code;
};

it('lists the items of a scope that ended, page by page, and those that failed', async () => {
  expect(await list('orders', { limit: 1 })).toMatchObject({
    ok: true,
    value: { items: [{ path: '0', status: 'done' }], next: 0 },
  });
  expect(await list('orders', { after: 0 })).toMatchObject({ value: { items: [{ path: '1', status: 'done' }] } });
  expect(await list('lines', { parent: '1', status: 'failed' })).toMatchObject({
    value: { items: [{ path: '1.1', status: 'failed', step: 'price', failure: { kind: 'item' }, value: {} }] },
  });
});

it('tells the steps of one item, and of the items it lies in', async () => {
  expect(await steps('orders', '1')).toEqual([
    ['lines', '1', 'succeeded'],
    ['total', '1', 'succeeded'],
  ]);
  expect(await steps('lines', '1.1')).toEqual([
    ['lines', '1', 'succeeded'],
    ['total', '1', 'succeeded'],
    ['price', '1.1', 'failed'],
  ]);
  const inner = await world.call(api.getRunItem, { params: { runId, node: 'orders', item: '1' } });
  expect(inner.ok && inner.value.steps[0]?.scope).toMatchObject({ items: 3, ended: 3, failed: 1 });
  expect(await steps('orders', '2')).toBe('not-found');
  expect(await steps('lines', '1')).toBe('not-found');
  expect(await steps('after', '0')).toBe('not-found');
});

it('shows what went into a step of an item, and what came out, under the key of the item', async () => {
  const data = (node_: string, item?: string) =>
    world.call(api.getStepData, { params: { runId, node: node_ }, query: item === undefined ? {} : { item } });
  expect(await data('price', '1.2')).toMatchObject({
    value: { input: { value: { price: { cents: 4 } } }, output: { value: { cents: 4 } }, key: `${runId}:price:1.2` },
  });
  expect(await data('total', '1')).toMatchObject({ value: { output: { value: { n: 3 } } } });
  expect(await data('after', '0')).toMatchObject({ code: 'not-found' });
});

it('ends when what an item gives holds what PostgreSQL cannot read', async () => {
  const flow = flowOf('odd-items', [
    node('in', 'manual'),
    node('each', 'for-each', { items: '=input.names' }),
    node('after', 'log', { message: 'all' }),
  ]);
  await world.publish({
    ...flow,
    nodes: [
      ...flow.nodes,
      inside('each', node('same', 'set-fields', { mode: 'only', fields: [{ path: 'n', value: '=input' }] })),
    ],
    edges: [
      { from: 'in', port: 'out', to: 'each' },
      { from: 'each', port: 'done', to: 'after' },
      { from: 'each', port: 'each', to: 'same' },
    ],
  });
  const message: Json = { names: ['a\0b', 'c'] };
  const started = await world.call(api.startRun, { params: { flowId: 'odd-items' }, body: { message, by: 'Ada' } });
  if (!started.ok) throw new Error(started.detail);
  const { runId: odd } = started.value;
  await vi.waitFor(
    async () => {
      const run = await world.call(api.getRun, { params: { runId: odd } });
      if (!run.ok) throw new Error(run.detail);
      expect([run.value.status, run.value.failure?.message]).toEqual(['done', undefined]);
    },
    { timeout: 10_000 },
  );
});
