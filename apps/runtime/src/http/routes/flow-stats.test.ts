import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { coarsenStats, foldEvents } from '../../store/flow-stats/fold.ts';
import type { Sql } from '../../store/open-store.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
}, 60_000);
afterAll(() => world.stop(), 30_000);

/** Fails for good, to nobody's hand, for messages that are `bad`; once for those that are `shy`. */
const flow = flowOf(
  'watched',
  [
    node('in', 'webhook', { path: 'watched' }),
    node('good', 'filter', { when: '=input.bad !== true' }),
    node('log', 'log', { message: 'done' }),
    node('refuse', 'fail', { message: 'No.' }),
    node('ask', 'wait-for-callback', {}),
  ],
  [
    { from: 'in', port: 'out', to: 'good' },
    { from: 'good', port: 'pass', to: 'log' },
    { from: 'good', port: 'rejected', to: 'refuse' },
    { from: 'log', port: 'out', to: 'ask' },
  ],
);

async function send(body: object): Promise<void> {
  const response = await fetch(`${world.runtime.url}/hooks/watched`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(202);
}

async function stats(query: { readonly hours?: number; readonly version?: number; readonly from?: string } = {}) {
  const answer = await world.call(api.getFlowStats, { params: { flowId: 'watched' }, query });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}

async function countAll(sql: Sql): Promise<void> {
  while ((await foldEvents(sql)) === 'behind');
}

const stepOf = ({ steps }: api.FlowStats, id: string) => steps.find((step) => step.node === id);

it('tells what each step did, each event once however often and from wherever it is counted', async () => {
  await world.publish(flow);
  await Promise.all(Array.from({ length: 6 }, (_, nr) => send({ bad: nr < 2 })));
  const { sql } = world.store;
  await vi.waitFor(
    async () => {
      // Two processes count; the mark keeps two seconds behind what is written now.
      await Promise.all([countAll(sql), countAll(sql)]);
      const [row] = await sql<{ n: string }[]>`select sum(n) as n from flow_minutes where what in ('ok', 'parked')`;
      expect(Number(row?.n)).toBe(6 + 4 + 4);
    },
    { timeout: 20_000, interval: 200 },
  );
  await countAll(sql);
  const seen = await stats();
  expect(stepOf(seen, 'in')).toMatchObject({ done: 6, failed: 0 });
  expect(stepOf(seen, 'good')).toMatchObject({ done: 6, ports: { pass: 4, rejected: 2 }, open: 0 });
  expect(stepOf(seen, 'refuse')).toMatchObject({ done: 0, failed: 2, open: 2 });
  expect(stepOf(seen, 'ask')).toMatchObject({ done: 0, waiting: 4 });
  expect(stepOf(seen, 'log')?.latencyMs?.p95).toBeGreaterThanOrEqual(1);
  expect(seen.versions).toEqual([{ version: 1, began: 6, publishedAt: expect.any(String) }]);
  expect(seen.bins.reduce((sum, { began }) => sum + began, 0)).toBe(6);
  expect(seen.bins.reduce((sum, { failed }) => sum + failed, 0)).toBe(2);
  expect((await stats({ version: 2 })).steps.every(({ done, failed }) => done + failed === 0)).toBe(true);
  expect(stepOf(await stats({ from: seen.until }), 'log')).toBeUndefined();
}, 40_000);

it('keeps the sums when old minutes become hours', async () => {
  const { sql } = world.store;
  const minutes = [3_000, 3_001, 3_059].map((ago) => Math.floor(Date.now() / 3_600_000) * 60 - 4_200 + ago - 3_000);
  for (const minute of minutes)
    await sql`insert into flow_minutes values ('watched', ${minute}, 1, 'log', 'ok', 'out', 3, 5)`;
  const before = stepOf(await stats({ hours: 100 }), 'log')?.done;
  await coarsenStats(sql);
  const rows = await sql<{ minute: string; n: string }[]>`
    select minute, n from flow_minutes where bucket = 3 and minute <= ${Math.max(...minutes)}`;
  expect(rows.map(({ minute, n }) => [Number(minute) % 60, Number(n)])).toEqual([[0, 15]]);
  expect(stepOf(await stats({ hours: 101 }), 'log')?.done).toBe(before);
}, 20_000);

it('says of a flow that is not there that it is not', async () => {
  expect(await world.call(api.getFlowStats, { params: { flowId: 'nobody' }, query: {} })).toMatchObject({
    ok: false,
    code: 'not-found',
  });
});
