import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
let erp: Server;
let asked = 0;
beforeAll(async () => {
  world = await startTestRuntime();
  // Refuses the first call of all, and takes the others.
  erp = createServer((request, response) => {
    request.resume();
    asked += 1;
    response.writeHead(asked === 1 ? 503 : 201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ salesOrder: '4711' }));
  });
  await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(async () => {
  await world.stop();
  await new Promise((resolve) => erp.close(resolve));
}, 30_000);

function orders(): Flow {
  const { port } = erp.address() as AddressInfo;
  const retry = { maxAttempts: 3, baseMs: 20, capMs: 50, jitter: 0 };
  return flowOf(
    'orders',
    [
      node('in', 'webhook', { path: 'orders' }),
      node('size', 'switch', { cases: [{ name: 'large', when: '=input.sum > 100' }] }),
      node(
        'send',
        'http-request',
        { method: 'POST', url: `http://127.0.0.1:${port}/`, body: '=input' },
        { retry, strategy: 'key' },
      ),
      node('ask', 'wait-for-event', { topic: 'paid', key: 'order-1', timeoutMs: 60_000 }),
      node('small', 'log', { message: 'Small.' }),
      node('mend', 'log', { message: 'Mend it.' }),
    ],
    [
      { from: 'in', port: 'out', to: 'size' },
      { from: 'size', port: 'large', to: 'send' },
      { from: 'size', port: 'otherwise', to: 'small' },
      { from: 'send', port: 'out', to: 'ask' },
      { from: 'send', port: 'error', to: 'mend' },
    ],
  );
}

async function draft() {
  const answer = await world.call(api.getDraft, { params: { flowId: 'orders' } });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}

it('makes a scenario of a run, which then goes the same way without any system, and counts what it went through', async () => {
  await world.publish(orders());
  const accepted = await fetch(`${world.runtime.url}/hooks/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sum: 250 }),
  });
  const { runId } = (await accepted.json()) as { readonly runId: string };
  expect(await world.call(api.scenarioOfRun, { params: { runId } })).toMatchObject({
    ok: false,
    code: 'run-not-ended',
  });
  const paid = { topic: 'paid', key: 'order-1', eventId: 'e-1', payload: { fine: true } };
  expect(await world.call(api.publishEvent, { body: paid })).toMatchObject({ ok: true });
  const made = await vi.waitFor(async () => {
    const answer = await world.call(api.scenarioOfRun, { params: { runId } });
    if (!answer.ok) throw new Error(answer.code);
    return answer.value;
  }, 10_000);
  expect(made.test).toMatchObject({
    node: 'in',
    message: { sum: 250 },
    replies: { send: [{ fail: { kind: 'transient', code: 'http-503' } }, { port: 'out' }] },
    arrivals: [{ event: { topic: 'paid', key: 'order-1', payload: { fine: true } } }],
    expect: { status: 'done', path: ['size', 'send', 'ask'] },
  });

  const { flow, revision } = await draft();
  const broken = { ...made.test, id: 'broken', name: 'Broken', expect: { status: 'exception' as const } };
  const saved = { ...flow, tests: [made.test, broken] };
  expect(
    await world.call(api.saveDraft, { params: { flowId: 'orders' }, body: { flow: saved, basedOn: revision } }),
  ).toMatchObject({ ok: true });
  const before = asked;
  const ran = await world.call(api.runScenarios, { params: { flowId: 'orders' }, body: {} });
  if (!ran.ok) throw new Error(ran.code);
  expect(asked).toBe(before);
  expect(ran.value.scenarios.map(({ name, last }) => [name, last?.ok, last?.problem])).toEqual([
    [made.test.name, true, undefined],
    ['Broken', false, 'status: expected "exception", was "done".'],
  ]);
  expect(ran.value.coverage?.kinds).toEqual([
    { kind: 'step', covered: 3, of: 5 },
    { kind: 'branch', covered: 1, of: 2 },
    { kind: 'error', covered: 0, of: 1 },
    { kind: 'undo', covered: 0, of: 0 },
  ]);
  expect(ran.value.coverage?.missing).toContainEqual({
    kind: 'error',
    node: 'send',
    name: expect.any(String),
    port: 'error',
  });
  const listed = await world.call(api.listScenarios);
  expect(listed).toMatchObject({
    ok: true,
    value: { flows: [{ flowId: 'orders', scenarios: [{ runs: 1, odd: 0 }, { runs: 1 }] }] },
  });
}, 40_000);

it('says that results are of an older draft once it has changed, and keeps the newest twenty', async () => {
  for (let nr = 0; nr < 21; nr += 1)
    await world.call(api.runScenarios, { params: { flowId: 'orders' }, body: { only: 'broken' } });
  const [row] = await world.store.sql<
    { n: string }[]
  >`select count(*) as n from scenario_results where test_id = 'broken'`;
  expect(Number(row?.n)).toBe(20);
  const { flow, revision } = await draft();
  const changed = { ...flow, nodes: flow.nodes.map((one) => (one.id === 'mend' ? { ...one, name: 'Mended' } : one)) };
  await world.call(api.saveDraft, { params: { flowId: 'orders' }, body: { flow: changed, basedOn: revision } });
  const listed = await world.call(api.listScenarios);
  if (!listed.ok) throw new Error(listed.code);
  const [orders] = listed.value.flows;
  expect(orders?.coverage).toBeUndefined();
  expect(orders?.scenarios[1]).toMatchObject({ last: { stale: true }, runs: 20, odd: 0 });
}, 40_000);
