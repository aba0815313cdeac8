import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { auditLedger } from '../../store/ledger-audit.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world.stop());

const wait = node('hold', 'wait-for-event', { topic: 'paid', key: '=input.order', timeoutMs: 600_000 });
const hold = (id: string, extra: readonly Flow['nodes'][number][] = [], edges: Flow['edges'] = []) =>
  flowOf(
    id,
    [node('in', 'manual', { businessKey: '=input.order' }), wait, node('ship', 'log', { message: 'v1' }), ...extra],
    [{ from: 'in', port: 'out', to: 'hold' }, { from: 'hold', port: 'received', to: 'ship' }, ...edges],
  );

async function ok<T>(answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false }>): Promise<T> {
  const got = await answer;
  if (!got.ok) throw new Error(JSON.stringify(got));
  return got.value;
}

async function park(flowId: string, orders: readonly string[]): Promise<void> {
  const begin = (order: string) => ok(world.call(api.startRun, { params: { flowId }, body: { message: { order } } }));
  await Promise.all(orders.map(begin));
  await vi.waitFor(async () => expect((await statuses(flowId)).waiting).toBe(orders.length), 20_000);
  // Given back, so that a move finds them owned by nobody.
  await vi.waitFor(async () => {
    const left = await world.store.sql`select from runs where flow_id = ${flowId} and epoch is not null`;
    expect(left).toHaveLength(0);
  }, 20_000);
}

async function statuses(flowId: string): Promise<Record<string, number>> {
  const rows = await world.store.sql<{ status: string; n: number }[]>`
    select status, count(*)::integer as n from runs where flow_id = ${flowId} group by 1`;
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

const publish = (flow: Flow, basedOn: number) =>
  ok(world.call(api.publishFlow, { params: { flowId: flow.id }, body: { flow, basedOn, note: '' } }));
const pay = (order: string) =>
  ok(world.call(api.publishEvent, { body: { topic: 'paid', key: order, eventId: order, payload: {} } }));
const move = (flowId: string, body: { to: number; dryRun: boolean }) =>
  ok(world.call(api.migrateRuns, { params: { flowId }, body }));
const versions = (flowId: string) => world.store.sql`
  select version, status, count(*)::integer as n from runs where flow_id = ${flowId} group by 1, 2 order by 1, 2`;

it('R106: version 2 is published while 200 runs of version 1 wait: all of them end done, on version 1', async () => {
  const orders = Array.from({ length: 200 }, (_, i) => `a-${i}`);
  await world.publish(hold('pinned'));
  await park('pinned', orders);
  await publish(
    hold('pinned', [node('tell', 'log', { message: 'v2' })], [{ from: 'ship', port: 'out', to: 'tell' }]),
    1,
  );
  await Promise.all(orders.map(pay));
  await vi.waitFor(async () => expect(await statuses('pinned')).toEqual({ done: 200 }), 25_000);
  expect(await versions('pinned')).toEqual([{ version: 1, status: 'done', n: 200 }]);
}, 60_000);

it('runs that wait go on in version 2 after a dry run, and the ledger counts them there', async () => {
  await world.publish(hold('moved'));
  await park('moved', ['b-1', 'b-2', 'b-3']);
  const longer = hold('moved', [node('tell', 'log', { message: 'v2' })], [{ from: 'ship', port: 'out', to: 'tell' }]);
  await publish(longer, 1);
  const params = { flowId: 'moved' };
  expect(await ok(world.call(api.getWaitingRuns, { params }))).toEqual({ versions: [{ version: 1, waiting: 3 }] });
  const none = { busy: 0, refused: [], begins: [], to: 2 };
  expect(await move('moved', { to: 2, dryRun: true })).toEqual({ ...none, dryRun: true, moved: 3 });
  expect(await versions('moved')).toEqual([{ version: 1, status: 'waiting', n: 3 }]);
  expect(await move('moved', { to: 2, dryRun: false })).toEqual({ ...none, dryRun: false, moved: 3 });
  expect(await move('moved', { to: 2, dryRun: false })).toEqual({ ...none, dryRun: false, moved: 0 });
  const [first] = (await ok(world.call(api.listRuns, { query: { flow: 'moved' } }))).runs;
  const { version, moves } = await ok(world.call(api.getRun, { params: { runId: first?.runId ?? '' } }));
  expect({ version, moves }).toEqual({
    version: 2,
    moves: [{ from: 1, to: 2, by: 'analyst', at: expect.stringMatching(/^\d{4}-.*Z$/) }],
  });
  await Promise.all(['b-1', 'b-2', 'b-3'].map(pay));
  await vi.waitFor(async () => expect(await versions('moved')).toEqual([{ version: 2, status: 'done', n: 3 }]), 20_000);
  const ends = await world.store.sql<{ n: number }[]>`
    select count(*)::integer as n from run_events join runs on runs.id = run_id
    where flow_id = 'moved' and event ->> 'node' = 'tell' and event ->> 'type' = 'step.succeeded'`;
  expect(ends[0]?.n).toBe(3);
  await auditLedger(world.store.sql);
  const minutes = await world.store.sql`
    select version, sum(accepted)::integer as accepted, sum(found)::integer as found from ledger_minutes
    where flow_id = 'moved' group by 1 order by 1`;
  expect(minutes).toEqual([
    { version: 1, accepted: 0, found: 0 },
    { version: 2, accepted: 3, found: 3 },
  ]);
}, 60_000);

it('runs whose step is gone stay where they are, and the refusal names the step', async () => {
  await world.publish(hold('kept'));
  await park('kept', ['c-1', 'c-2']);
  await publish(flowOf('kept', [node('in', 'manual'), node('ship', 'log', { message: 'v2' })]), 1);
  const { refused, moved } = await move('kept', { to: 2, dryRun: false });
  expect({ refused, moved }).toMatchObject({
    moved: 0,
    refused: [{ version: 1, code: 'step-gone', node: 'hold', count: 2, message: expect.stringContaining('“hold”') }],
  });
  expect(await world.call(api.migrateRuns, { params: { flowId: 'kept' }, body: { to: 9 } })).toMatchObject({
    ok: false,
    code: 'not-found',
  });
  await Promise.all(['c-1', 'c-2'].map(pay));
  await vi.waitFor(async () => expect(await versions('kept')).toEqual([{ version: 1, status: 'done', n: 2 }]), 20_000);
}, 60_000);
