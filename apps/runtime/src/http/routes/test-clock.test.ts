import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

const DAY = 86_400_000;
/** Refuses the first call for a passing reason, then is well. */
let calls = 0;
const erp = createServer((_, response) => {
  calls += 1;
  response.writeHead(calls === 1 ? 503 : 200).end('{}');
});

let world: TestRuntime;
beforeAll(async () => {
  await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve));
  world = await startTestRuntime({ testApi: true });
  const hook = (path: string) => node('in', 'webhook', { path });
  const step = (id: string) => node(id, 'delay', { durationMs: DAY });
  await world.publish(flowOf('days', [hook('days'), step('one'), step('two'), step('three')]));
  const url = `http://127.0.0.1:${(erp.address() as AddressInfo).port}/`;
  const retry = { maxAttempts: 3, baseMs: 30_000, capMs: 30_000, jitter: 0 };
  await world.publish(
    flowOf('patient', [hook('patient'), node('erp', 'http-request', { method: 'GET', url }, { retry })]),
  );
  const question = node('ask', 'approve', { title: 'Refund?', deadlineMs: 2 * DAY });
  await world.publish(
    flowOf(
      'asks',
      [hook('asks'), question, node('late', 'log', { message: 'x' })],
      [
        { from: 'in', port: 'out', to: 'ask' },
        { from: 'ask', port: 'timeout', to: 'late' },
      ],
    ),
  );
  const expected = [{ name: 'shipped', withinMs: 2 * DAY }];
  await world.publish(flowOf('case', [hook('case'), node('case', 'update-case', { key: '=input.id', expected })]));
  const missed = [node('in', 'on-event', { topic: 'case.milestone-missed' }), node('log', 'log', { message: 'x' })];
  await world.publish(flowOf('missed', missed));
  const daily = node('in', 'schedule', { cron: '0 6 * * *', missed: 'skip' });
  await world.publish(flowOf('daily', [daily, node('log', 'log', { message: 'x' })]));
}, 60_000);
afterAll(async () => {
  await world.stop();
  erp.close();
}, 30_000);

const send = async (path: string, body: Json = {}) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${world.runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return ((await response.json()) as { readonly runId: string }).runId;
};
const pass = async (advanceMs: number) => {
  const passed = await world.call(api.passTestTime, { body: { advanceMs } });
  if (!passed.ok) throw new Error(passed.detail);
  return passed.value;
};
const runOf = async (runId: string) => {
  const run = await world.call(api.getRun, { params: { runId } });
  if (!run.ok) throw new Error(run.detail);
  return run.value;
};
const runsOf = async (flow: string) => {
  const found = await world.call(api.listRuns, { query: { flow } });
  return found.ok ? found.value.runs : [];
};

it('lets days pass at once: waits one after the other, a deadline, a milestone, each by its own moment', async () => {
  const [days, asks] = [await send('days'), await send('asks')];
  await send('case', { id: 'A' });
  const before = await world.call(api.getTestClock);
  await pass(2 * DAY - 60_000);
  expect([(await runOf(days)).status, (await runOf(asks)).status, await runsOf('missed')]).toEqual([
    'waiting',
    'waiting',
    [],
  ]);
  await pass(120_000);
  expect((await runOf(asks)).steps.find(({ node }) => node === 'ask')).toMatchObject({ port: 'timeout' });
  expect((await runsOf('missed')).map(({ status }) => status)).toEqual(['done']);
  expect((await runOf(days)).status).toBe('waiting');
  const { now, aheadMs } = await pass(DAY);
  expect(aheadMs).toBeGreaterThanOrEqual(3 * DAY);
  expect(before.ok && Date.parse(now) - Date.parse(before.value.now)).toBeGreaterThanOrEqual(3 * DAY);

  const { status, steps } = await runOf(days);
  expect(status).toBe('done');
  const ends = steps.flatMap(({ endedAt }) => (endedAt === undefined ? [] : [Date.parse(endedAt)]));
  const apart = ends.slice(1).map((at, nr) => Math.round((at - (ends[nr] ?? 0)) / DAY));
  expect(apart).toEqual([1, 1, 1]);
});

it('lets a schedule that makes up for nothing fire at each of its times', async () => {
  const before = (await runsOf('daily')).length;
  await pass(3 * DAY);
  const runs = await runsOf('daily');
  expect(runs.length - before).toBe(3);
  expect(runs.map(({ status }) => status)).not.toContain('waiting');
});

it('tries again what is tried again in half a minute', async () => {
  const runId = await send('patient');
  await world.call(api.getTestIdle, { query: { timeoutMs: 10_000 } });
  expect((await runOf(runId)).status).toBe('waiting');
  await pass(31_000);
  expect(await runOf(runId)).toMatchObject({
    status: 'done',
    steps: expect.arrayContaining([expect.objectContaining({ node: 'erp' })]),
  });
  expect(calls).toBe(2);
});

it('is one time for all that is written down: rows, ids and counts, and no process lost its lease', async () => {
  const runId = await send('case', { id: 'B' });
  await world.call(api.getTestIdle, { query: { timeoutMs: 10_000 } });
  const clock = await world.call(api.getTestClock);
  const now = clock.ok ? Date.parse(clock.value.now) : 0;
  const [row] = await world.store.sql<{ apart: number; id: number; lease: number; epochs: number }[]>`
    select extract(epoch from to_timestamp(${now / 1000}::float8) - accepted_at)::float8 as apart,
      ('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint as id,
      (select max(extract(epoch from lease_until)) from workers)::float8 as lease,
      (select count(*)::integer from workers) as epochs
    from runs where id = ${runId}::uuid`;
  expect(Math.abs(row?.apart ?? 99)).toBeLessThan(20);
  expect(Math.abs((row?.id ?? 0) - now)).toBeLessThan(20_000);
  expect((row?.lease ?? 0) * 1000).toBeGreaterThan(now);
  expect(row?.epochs).toBe(1);
  expect(await world.call(api.getLedger, {})).toMatchObject({ ok: true, value: { balanced: true } });
});

it('is the same in another process, also one that begins later, and is not there for one that is no test server', async () => {
  const other = await world.another({ testApi: true });
  const said = (await (await fetch(`${other.url}/api/test/clock`)).json()) as { readonly aheadMs: number };
  const here = await world.call(api.getTestClock);
  expect(said.aheadMs).toBe(here.ok && here.value.aheadMs);
  await pass(DAY);
  const later = (await (await fetch(`${other.url}/api/test/clock`)).json()) as { readonly aheadMs: number };
  expect(later.aheadMs).toBe(said.aheadMs + DAY);
  const plain = await world.another({ testApi: false });
  expect((await fetch(`${plain.url}/api/test/clock`)).status).toBe(404);
});
