import { samples } from '@lockstep/nodes/samples';
import { SP_API_CREDENTIALS, spApiSimulator } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

const wait = { timeout: 30_000, interval: 50 };
const FLOW = 'marketplace-orders';
const MINUTE = 60_000;

let sim: Awaited<ReturnType<typeof spApiSimulator>>;
let world: TestRuntime;
/** How far the marketplace's clock is behind ours: it tells nothing younger than two minutes. */
let behind = 10 * MINUTE;
beforeAll(async () => {
  [sim, world] = await Promise.all([spApiSimulator({ clock: () => Date.now() - behind }), startTestRuntime()]);
  const connection = { name: 'Marketplace', system: 'amazon-sp-api', baseUrl: sim.baseUrl, settings: {} };
  const body = { ...connection, secrets: { ...SP_API_CREDENTIALS } };
  expect((await world.call(api.putConnection, { params: { id: 'sp-api' }, body })).ok).toBe(true);
  await world.publish(samples.find(({ id }) => id === FLOW) as Flow);
  // Whoever takes orders takes these: here a process that only checks what it gets.
  await world.publish(
    flowOf(
      'takes-orders',
      [
        node('accepted', 'on-event', { topic: 'order.accepted', start: 'beginning', businessKey: '=input.key' }),
        node('order', 'map', {
          script: 'export default function map(input: { payload: unknown }) { return input.payload; }',
        }),
        node('check', 'check-contract', { contract: 'order@1' }),
        node('wrong', 'fail', { code: 'no-order', message: 'It is no order.' }),
      ],
      [
        { from: 'accepted', port: 'out', to: 'order' },
        { from: 'order', port: 'out', to: 'check' },
        { from: 'check', port: 'invalid', to: 'wrong' },
      ],
    ),
  );
});
afterAll(async () => {
  await world?.stop();
  await sim?.close();
});

const runsOf = async (flow: string) => {
  const answer = await world.call(api.listRuns, { query: { flow } });
  return answer.ok ? answer.value.runs : [];
};
/** The schedule of the sample ticks too slowly for a test: the same message by hand. */
async function tick(): Promise<void> {
  const before = (await runsOf(FLOW)).length;
  const message = { scheduledAt: new Date().toISOString(), previousAt: null };
  const started = await world.call(api.startRun, { params: { flowId: FLOW }, body: { node: 'tick', message } });
  expect(started.ok).toBe(true);
  await vi.waitFor(async () => {
    const runs = await runsOf(FLOW);
    expect(runs.length).toBeGreaterThan(before);
    expect(runs.filter(({ status }) => status === 'running' || status === 'queued')).toEqual([]);
  }, wait);
}
const place = (count: number) =>
  fetch(`${sim.baseUrl}/_sim/orders`, { method: 'POST', body: JSON.stringify({ count }) });
const taken = async () => (await runsOf('takes-orders')).map(({ status }) => status);

it('R10: orders of the marketplace come to the process of all orders, each once, in the canonical form', async () => {
  await place(3);
  behind = 0;
  await tick();
  await vi.waitFor(async () => expect(await taken()).toEqual(['done', 'done', 'done']), wait);
  // The next run begins where this one ended; one that reads all of it again, after a lost place, tells nothing anew.
  await tick();
  await world.store.sql`delete from flow_values where collection = 'marketplace'`;
  await tick();
  expect((await runsOf(FLOW)).map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  expect(await taken()).toHaveLength(3);
});
