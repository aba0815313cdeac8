import * as api from '@lockstep/schema/api';
import type { Flow, LaneSettings } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  await world.publish(laned('orders', { name: 'order number' }));
  await world.publish(laned('stock', { order: { by: 'version', value: '=input.version' } }));
}, 60_000);
afterAll(() => world.stop(), 30_000);

/** Fails for messages that are `bad`. */
function laned(id: string, lane: Partial<LaneSettings>): Flow {
  const nodes = [
    node('in', 'webhook', { path: id, businessKey: '=input.key' }),
    node('good', 'filter', { when: '=input.bad !== true' }),
    node('log', 'log', { message: 'done' }),
    node('refuse', 'fail', { message: 'No.' }),
  ];
  const edges = [
    { from: 'in', port: 'out', to: 'good' },
    { from: 'good', port: 'pass', to: 'log' },
    { from: 'good', port: 'rejected', to: 'refuse' },
  ];
  return { ...flowOf(id, nodes, edges), settings: { lane: { key: '=input.key', ...lane } } };
}

async function send(path: string, body: Json): Promise<string> {
  const response = await fetch(`${world.runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(202);
  return ((await response.json()) as { runId: string }).runId;
}

async function runOf(runId: string): Promise<api.RunView> {
  const answer = await world.call(api.getRun, { params: { runId } });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}

const untilStatus = (runId: string, status: string) =>
  vi.waitFor(async () => expect((await runOf(runId)).status).toBe(status), { timeout: 10_000, interval: 25 });
const lanesOf = async (flowId: string) => world.call(api.getLanes, { params: { flowId }, query: {} });

describe('a poison key', () => {
  it('blocks only itself and says so everywhere, until a person moves on', async () => {
    const bad = await send('orders', { key: 'ORDER-1001', bad: true });
    await untilStatus(bad, 'exception');
    const behind = [
      await send('orders', { key: 'ORDER-1001' }),
      await send('orders', { key: 'ORDER-1001', bad: true }),
    ];
    const other = await send('orders', { key: 'ORDER-1002' });
    await untilStatus(other, 'done');

    const listed = await world.call(api.listExceptions, { query: { flow: 'orders' } });
    expect(listed).toMatchObject({ ok: true, value: { exceptions: [{ blocks: { key: 'ORDER-1001', waiting: 2 } }] } });
    const exceptionId = listed.ok ? listed.value.exceptions[0]?.id : undefined;
    const holder = { runId: bad, status: 'exception', businessKey: 'ORDER-1001', exceptionId };
    expect(await lanesOf('orders')).toMatchObject({
      ok: true,
      value: { keys: 1, blocked: 1, waiting: 2, lanes: [{ key: 'ORDER-1001', state: 'blocked', waiting: 2, holder }] },
    });
    expect((await runOf(bad)).lane).toEqual({
      key: 'ORDER-1001',
      name: 'order number',
      state: 'blocking',
      ahead: 0,
      behind: 2,
    });
    const waiting = await runOf(behind[1] ?? '');
    expect(waiting).toMatchObject({ status: 'queued', lane: { state: 'waiting', ahead: 1, behind: 0, holder } });
    expect(waiting.steps.map(({ status }) => status)).toEqual(['succeeded', 'pending', 'pending', 'pending']);
    const metrics = await (await fetch(`${world.runtime.url}/metrics`)).text();
    expect(metrics).toContain('lockstep_lanes_blocked{flow="orders"} 1');
    expect(metrics).toContain('lockstep_lane_runs_waiting{flow="orders"} 2');

    expect(await world.call(api.moveLaneOn, { params: { runId: bad }, body: {} })).toEqual({
      ok: true,
      value: { runId: bad },
    });
    await untilStatus(behind[0] ?? '', 'done');
    await untilStatus(behind[1] ?? '', 'exception');
    expect((await runOf(bad)).lane).toMatchObject({ state: 'left' });
    const again = await world.call(api.moveLaneOn, { params: { runId: bad }, body: {} });
    expect(again).toMatchObject({ ok: false, code: 'lane-not-blocked' });
    const open = await world.call(api.listExceptions, { query: { flow: 'orders', status: 'open' } });
    expect(open.ok && open.value.exceptions).toHaveLength(2);
  });

  it('lets a person move on at once, also before the lane has heard that the run failed', async () => {
    const bad = await send('orders', { key: 'ORDER-3', bad: true });
    await untilStatus(bad, 'exception');
    await world.store.sql`update runs set lane_state = 'turn' where id = ${bad}`;
    expect(await world.call(api.moveLaneOn, { params: { runId: bad }, body: {} })).toMatchObject({ ok: true });
    const next = await send('orders', { key: 'ORDER-3' });
    await untilStatus(next, 'done');
  });

  it('goes on behind a message that was mended, which takes the old one’s place', async () => {
    const bad = await send('orders', { key: 'ORDER-2', bad: true });
    await untilStatus(bad, 'exception');
    const behind = await send('orders', { key: 'ORDER-2' });
    const { exceptionId = '' } = await runOf(bad);
    const edited = await world.call(api.replayException, {
      params: { id: exceptionId },
      body: { reason: 'mended', message: { key: 'ORDER-2', bad: false }, by: 'ann' },
    });
    const mended = edited.ok ? edited.value.runId : '';
    await untilStatus(behind, 'done');
    const [first, second] = [await runOf(mended), await runOf(behind)];
    expect(first.status).toBe('done');
    expect(Date.parse(first.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(second.endedAt ?? ''));
  });
});

describe('what a lane sets aside', () => {
  it('is shown in the run with the run because of which, and counted by reason in the ledger', async () => {
    const newer = await send('stock', { key: 'mug', version: 7 });
    await untilStatus(newer, 'done');
    const older = await send('stock', { key: 'mug', version: 7 });
    expect(await runOf(older)).toMatchObject({
      status: 'done',
      lane: { key: 'mug', state: 'set-aside', setAside: { reason: 'stale', by: newer } },
    });
    const ledger = await world.call(api.getLedger, { query: { flow: 'stock' } });
    expect(ledger).toMatchObject({
      ok: true,
      value: {
        flows: [{ accepted: 2, done: 1, filtered: 1, missing: 0, reasons: [{ reason: 'stale', count: 1 }] }],
      },
    });
  });

  it('makes a message whose place cannot be told an exception: it was accepted, and is not lost', async () => {
    const runId = await send('stock', { key: 'mug', version: 'seven' });
    await untilStatus(runId, 'exception');
    const { failure } = await runOf(runId);
    expect(failure?.message).toContain('The order is "seven", and not a whole number.');
  });
});

it('an expression that does not compile is refused at publishing, at its field', async () => {
  const flow = laned('broken', { key: '=input.(', order: { by: 'time', value: '=input.at', holdMs: 1000 } });
  const checked = await world.call(api.checkFlow, { params: { flowId: 'broken' }, body: { flow } });
  expect(checked).toMatchObject({
    ok: true,
    value: {
      issues: [
        { severity: 'error', code: 'expression-invalid', field: 'settings/lane/key' },
        { severity: 'warning', code: 'lane-idle-setting', field: 'settings/lane/order/holdMs' },
      ],
    },
  });
});

it('lanes of a flow nobody knows are not found', async () => {
  expect(await lanesOf('nothing')).toMatchObject({ ok: false, code: 'not-found' });
});
