import { samples } from '@lockstep/nodes/samples';
import { type Estate, startEstate } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const SYSTEMS = ['shopify', 'sap', 'wms'];
const FAST = {
  rate: { perSecond: 400, burst: 400, adaptive: true },
  concurrency: 50,
  breaker: DEFAULT_BREAKER,
  drainPerSecond: 100,
};
let world: TestRuntime;
let estate: Estate;

beforeAll(async () => {
  [world, estate] = await Promise.all([
    startTestRuntime(),
    startEstate({ seed: 'messy', frozenAt: Date.UTC(2026, 10, 1), profile: 'messy' }),
  ]);
  for (const entry of estate.entries.filter(({ system }) => SYSTEMS.includes(system))) {
    const secrets = { ...entry.credentials, ...(entry.webhookSecret && { webhookSecret: entry.webhookSecret }) };
    const body = { name: entry.label, system: entry.connectionType, baseUrl: entry.baseUrl, settings: {}, secrets };
    expect(
      await world.call(api.putConnection, { params: { id: entry.system }, body: { ...body, limits: FAST } }),
    ).toMatchObject({ ok: true });
  }
  for (const flow of samples) if (flow.id === 'order-to-erp') await world.publish(flow);
}, 60_000);
afterAll(async () => {
  await Promise.all([world?.stop(), estate?.close()]);
}, 30_000);

interface Shop {
  readonly orders: readonly { readonly name?: string }[];
  readonly mishaps: readonly { readonly order: string; readonly kind: string }[];
  readonly deliveries: readonly { readonly topic: string; readonly status: string }[];
}
interface Erp {
  readonly salesOrders: readonly { readonly PurchaseOrderByCustomer: string }[];
}
const urlOf = (system: string): string => estate.entries.find((entry) => entry.system === system)?.baseUrl ?? '';
const stateOf = async <State>(system: string): Promise<State> =>
  (await (await fetch(`${urlOf(system)}/_sim/state`)).json()) as State;

it('settles every order of a messy shop, or says what is wrong with it, and does nothing twice', async () => {
  await estate.setTarget({ shopify: `${world.runtime.url}/hooks/shopify/orders-create` });
  await estate.setGenerator({ ordersPerMinute: 60 });
  for (let at = 0; at < 60; at += 1) await estate.clock.change({ advanceMs: 1_000 });
  await estate.setGenerator({ ordersPerMinute: 0 });
  // Those that the draws of a minute may leave out.
  for (const mishap of ['unknown-sku', 'missing-fields', 'huge-order', 'cancelled', 'old-payload', 'retry']) {
    await fetch(`${urlOf('shopify')}/_sim/orders`, { method: 'POST', body: JSON.stringify({ mishap }) });
  }
  // What was edited comes once more; nothing is on its way after that.
  await estate.clock.change({ advanceMs: 20_000 });

  const shop = await stateOf<Shop>('shopify');
  expect(shop.deliveries.filter(({ status }) => status !== 'delivered')).toEqual([]);
  const open = () => world.store.sql`select status from runs where status not in ('done', 'exception')`;
  await expect.poll(open, { timeout: 30_000, interval: 200 }).toEqual([]);

  // One run for each order, whatever came twice.
  const runs = await world.store.sql<{ status: string; business_key: string | null }[]>`
    select status, business_key from runs where flow_id = 'order-to-erp'`;
  expect(runs).toHaveLength(shop.orders.length);
  const kindOf = new Map(shop.mishaps.map(({ order, kind }) => [order, kind]));
  expect(new Set(kindOf.values()).size).toBeGreaterThan(10);

  const { salesOrders } = await stateOf<Erp>('sap');
  const sold = salesOrders.map(({ PurchaseOrderByCustomer: reference }) => reference);
  expect(new Set(sold).size).toBe(sold.length);
  const done = runs.filter(({ status }) => status === 'done').map(({ business_key }) => business_key ?? '');
  expect([...sold].sort()).toEqual(done.sort());

  const list = await world.call(api.listExceptions, { query: { limit: 100 } });
  const exceptions = list.ok ? list.value.exceptions : [];
  expect(exceptions.length + done.length).toBe(runs.length);
  const reasonOf = new Map(exceptions.map(({ businessKey, reason }) => [businessKey ?? '', reason]));
  const reasons = (kind: string) =>
    shop.mishaps.filter((one) => one.kind === kind).map(({ order }) => reasonOf.get(order) ?? 'settled');
  for (const reason of reasons('unknown-sku')) {
    expect(reason).toMatch(/Material (VASE-TERRA|CLOCK-BIRCH) is not defined/);
  }
  for (const reason of reasons('missing-fields')) expect(reason).toMatch(/not a Shopify order. \S+ is missing|settled/);
  for (const kind of ['unicode-name', 'huge-order', 'foreign-currency', 'duplicate', 'retry', 'old-payload']) {
    expect([kind, new Set(reasons(kind))]).toEqual([kind, new Set(['settled'])]);
  }
}, 60_000);
