import { SHOPIFY_CREDENTIALS, type Simulator, shopifySimulator } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

/** A change of metafields costs 13 points here: the bucket holds one, and eight a second come back. */
const COST = { size: 13, restoreRate: 104 };
const ORDERS = 12;
let world: TestRuntime;
let shop: Simulator;

beforeAll(async () => {
  [world, shop] = await Promise.all([startTestRuntime(), shopifySimulator({ cost: COST })]);
  const limits = {
    rate: { perSecond: 400, burst: 400, adaptive: true },
    concurrency: 50,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 100,
  };
  const body = { name: 'shop', system: 'shopify', baseUrl: shop.baseUrl, settings: {}, secrets: SHOPIFY_CREDENTIALS };
  expect(await world.call(api.putConnection, { params: { id: 'shop' }, body: { ...body, limits } })).toMatchObject({
    ok: true,
  });
  const day = { namespace: 'custom', key: 'expected_ship_date', type: 'date', value: '2026-12-04' };
  await world.publish(
    flowOf('days', [
      node('in', 'webhook', { path: 'days', businessKey: '=input.order' }),
      node(
        'day',
        'shopify.set-metafields',
        { connection: 'shop', owner: '=input.order', metafields: [day] },
        { retry: { maxAttempts: 3, baseMs: 100, capMs: 1_000, jitter: 0.3 } },
      ),
    ]),
  );
}, 60_000);
afterAll(async () => {
  await Promise.all([world?.stop(), shop?.close()]);
});

it('asks the shop again when its points are back, however often it throttles, and loses no attempt of a step', async () => {
  const answer = await fetch(`${shop.baseUrl}/_sim/orders`, {
    method: 'POST',
    body: JSON.stringify({ count: ORDERS }),
  });
  const { orders } = (await answer.json()) as { readonly orders: readonly { readonly id: number }[] };
  await Promise.all(
    orders.map(({ id }) =>
      fetch(`${world.runtime.url}/hooks/days`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ order: String(id) }),
      }),
    ),
  );
  const ends = async () => {
    const rows = await world.store.sql<{ status: string; runs: number }[]>`
      select status, count(*)::int as runs from runs group by status`;
    return Object.fromEntries(rows.map(({ status, runs }) => [status, runs]));
  };
  await expect.poll(ends, { timeout: 30_000, interval: 100 }).toEqual({ done: ORDERS });
  const { metafields } = (await (await fetch(shop.stateUrl)).json()) as { readonly metafields: readonly object[] };
  expect(metafields).toHaveLength(ORDERS);
}, 45_000);
