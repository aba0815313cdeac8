import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime({ testApi: true });
  await world.publish(
    flowOf('orders', [
      node('in', 'webhook', { path: 'orders', dedupe: '=input.id' }),
      node('tell', 'send-event', PAID),
    ]),
  );
  await world.publish(
    flowOf('invoices', [node('in', 'on-event', { topic: 'paid' }), node('log', 'log', { message: 'x' })]),
  );
  await world.publish(
    flowOf('slow', [node('in', 'webhook', { path: 'slow' }), node('rest', 'delay', { durationMs: 172_800_000 })]),
  );
}, 60_000);
afterAll(() => world.stop(), 30_000);

const PAID = { topic: 'paid', key: '=input.id', payload: '=input' };
const send = async (path: string, body: object): Promise<string> => {
  const response = await fetch(`${world.runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return ((await response.json()) as { readonly runId: string }).runId;
};
const JSON_BODY = { 'content-type': 'application/json' };
const idle = () => world.call(api.getTestIdle, { query: { timeoutMs: 20_000 } });
const runsOf = async (flow: string) => {
  const found = await world.call(api.listRuns, { query: { flow } });
  return found.ok ? found.value.runs.map(({ status }) => status) : found.code;
};

it('is idle when an event that a run published has been taken in too, and rests until the next moment', async () => {
  await send('orders', { id: 'A' });
  expect(await idle()).toEqual({ ok: true, value: { idle: true, waitsFor: [] } });
  expect([await runsOf('orders'), await runsOf('invoices')]).toEqual([['done'], ['done']]);
  await send('slow', {});
  expect(await idle()).toMatchObject({ ok: true, value: { idle: true, nextDueAt: expect.any(String) } });
  expect(await runsOf('slow')).toEqual(['waiting']);
});

it('forgets runs, what they deduplicated by and what they published, and goes on as if nothing had been', async () => {
  expect(await world.call(api.resetTest, { body: {} })).toEqual({ ok: true, value: { runs: 3 } });
  expect(await world.call(api.listRuns, {})).toMatchObject({ value: { runs: [] } });
  await send('orders', { id: 'A' });
  await idle();
  expect([await runsOf('orders'), await runsOf('invoices'), await runsOf('slow')]).toEqual([['done'], ['done'], []]);
  expect(await world.call(api.getLedger, {})).toMatchObject({ ok: true, value: { balanced: true } });
});

it('forgets nothing while a run is under way, and says which', async () => {
  await world.store.sql`
    insert into runs (id, flow_id, snapshot_id, status, key_run_id, trigger_node, trigger, last_seq, epoch)
    values ('01890000-0000-7000-8000-000000000001', 'orders', 'none', 'running',
      '01890000-0000-7000-8000-000000000001', 'in', '{}', 1, 0)`;
  expect(await world.call(api.resetTest, { body: {} })).toMatchObject({
    ok: false,
    code: 'run-not-ended',
    detail: 'Runs are under way: 1, 01890000-0000-7000-8000-000000000001 for one.',
  });
  expect(await runsOf('orders')).toContain('done');
  expect(await world.call(api.getTestIdle, {})).toMatchObject({ value: { idle: false, waitsFor: [{ what: 'runs' }] } });
  await world.store.sql`delete from runs where epoch = 0`;
});

it('counts ids of runs from a seed: the same test finds the same runs and exceptions, also after a reset and by two processes', async () => {
  await world.publish(
    flowOf('failing', [node('in', 'webhook', { path: 'failing' }), node('fail', 'fail', { message: 'Always.' })]),
  );
  const seed = (it?: string) => world.call(api.seedTestIds, { body: it === undefined ? {} : { seed: it } });
  const reset = async () => {
    await idle();
    expect(await world.call(api.resetTest, { body: {} })).toMatchObject({ ok: true });
  };
  expect(await seed('qa')).toMatchObject({ ok: false, code: 'runs-there' });
  await reset();
  const seeded = await seed('qa');
  const other = await world.another({ testApi: true });
  const round = async () => {
    const first = await send('failing', {});
    await idle();
    const answer = await fetch(`${other.url}/hooks/failing`, { method: 'POST', body: '{}', headers: JSON_BODY });
    const second = ((await answer.json()) as { readonly runId: string }).runId;
    await idle();
    const found = await world.call(api.listExceptions, {});
    return [first, second, ...(found.ok ? found.value.exceptions.map(({ id }) => id) : [])];
  };
  const [before, , ...exceptions] = await round();
  expect(seeded).toEqual({ ok: true, value: { firstRunId: before } });
  expect(exceptions).toHaveLength(2);
  await reset();
  const again = await round();
  expect(again.slice(0, 1)).toEqual([before]);
  expect(again.slice(2)).toEqual(exceptions);
  expect(new Set(again)).toHaveProperty('size', 4);
  await reset();
  expect(await seed()).toEqual({ ok: true, value: {} });
  expect(await send('orders', { id: 'B' })).not.toBe(before);
  await idle();
});

it('is not there unless it is switched on', async () => {
  const plain = await world.another({ testApi: false });
  const answer = await fetch(`${plain.url}/api/test/reset`, { method: 'POST' });
  expect(answer.status).toBe(404);
  expect(await runsOf('orders')).toEqual(['done']);
});
