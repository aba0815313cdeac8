import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentsOf, type OrderWorld, startOrderWorld } from './order-to-cash.testing.ts';

const INTAKE = 'marketplace-orders';
/** The flows of the shop's orders, as they are, and two of the marketplace's own: one brings its orders, one tells it of parcels. */
const FLOWS = [
  ...['reserve-sources', 'release-sources', 'fulfil-group', 'order-gaps', 'order-to-cash', 'fulfilment-callbacks'],
  ...[INTAKE, 'milestones-to-marketplace'],
];
const MINUTE = 60_000;

let world: OrderWorld;
/** How far the marketplace's clock is behind ours. */
let behind = 10 * MINUTE;
beforeAll(async () => {
  world = await startOrderWorld(FLOWS, { pace: 'quick', marketClock: () => Date.now() - behind });
}, 60_000);
afterAll(() => world?.stop());

/** The schedule of the sample ticks too slowly for a test: the same message by hand. */
async function tick(): Promise<void> {
  const before = (await world.runsOf(INTAKE)).length;
  const message = { scheduledAt: new Date().toISOString(), previousAt: null };
  const started = await world.call(api.startRun, { params: { flowId: INTAKE }, body: { node: 'tick', message } });
  expect(started.ok).toBe(true);
  await world.until(async () => {
    const runs = await world.runsOf(INTAKE);
    expect(runs.length).toBeGreaterThan(before);
    expect(runs.filter(({ status }) => status !== 'done')).toEqual([]);
  });
}
const ordersThere = async () => ((await world.state('sp-api')).orders ?? []) as readonly MarketOrder[];

interface MarketOrder extends Readonly<Record<string, unknown>> {
  readonly AmazonOrderId: string;
  readonly OrderStatus: string;
  readonly parcels: Readonly<
    Record<string, { readonly trackingNumber: string; readonly orderItems: readonly { readonly quantity: number }[] }>
  >;
}

const WISHES = [
  { sku: 'MUG-BLUE', quantity: 2 },
  { sku: 'LAMP-OAK', quantity: 1 },
  { sku: 'CAP-RED', quantity: 3 },
];

it("R10: orders of the marketplace go through the process of the shop's orders, from the ERP to the confirmed parcel, each once", async () => {
  for (const wish of WISHES) {
    expect(await world.control('sp-api', 'POST', 'orders', wish)).toMatchObject({ status: 201 });
  }
  behind = 0;
  await tick();
  await world.until(async () => {
    const orders = await ordersThere();
    expect(orders.map(({ OrderStatus }) => OrderStatus)).toEqual(['Shipped', 'Shipped', 'Shipped']);
  });
  const orders = await ordersThere();
  const { salesOrders = [], billingDocuments = [] } = await world.state('sap');
  for (const [at, { AmazonOrderId: id, parcels }] of orders.entries()) {
    const sold = salesOrders.filter((one) => one.PurchaseOrderByCustomer === id);
    expect(sold).toHaveLength(1);
    const told = Object.values(parcels).flatMap(({ orderItems }) => orderItems);
    expect(told).toMatchObject([{ quantity: WISHES[at]?.quantity }]);
    const known = await world.until(async () => {
      const one = await world.caseOf(id);
      expect(one?.state).toBe('fulfilled');
      return one;
    });
    expect(documentsOf(known?.documents ?? [])).toMatchObject({ 'sales order': 1, delivery: 1, invoice: 1 });
    const tracking = known?.documents.filter(({ type }) => type === 'tracking number').map((one) => one.id);
    expect(Object.values(parcels).map(({ trackingNumber }) => trackingNumber)).toEqual(tracking);
  }
  expect(billingDocuments).toHaveLength(3);

  // One that reads all of it again, after a lost place, tells nothing anew: nothing is sold, sent or confirmed twice.
  await world.store.sql`delete from flow_values where collection = 'marketplace'`;
  await tick();
  expect(await world.runsOf('order-to-cash')).toHaveLength(3);
  expect(await ordersThere()).toEqual(orders);
});
