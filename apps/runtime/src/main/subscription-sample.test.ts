import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OrderWorld, startOrderWorld } from './order-to-cash.testing.ts';

/** The flows of the shop's orders, as they are, and the one that brings renewals. */
const FLOWS = [
  'reserve-sources',
  'release-sources',
  'fulfil-group',
  'order-gaps',
  'order-to-cash',
  'fulfilment-callbacks',
];
const SKUS = ['MUG-BLUE', 'LAMP-OAK', 'CAP-RED'];

let world: OrderWorld;
beforeAll(async () => {
  world = await startOrderWorld([...FLOWS, 'subscription-orders'], {
    pace: 'quick',
    subscriptions: SKUS.map((sku, at) => ({
      email: `s${at}@example.org`,
      name: 'Mia Koch',
      sku,
      title: sku,
      quantity: at + 1,
      price: '12.50',
    })),
  });
}, 60_000);
afterAll(() => world?.stop());

interface Charge {
  readonly id: number;
  readonly status: string;
}
const charges = async () => ((await world.state('recharge')).charges ?? []) as unknown as readonly Charge[];
const due = async () => expect(await world.control('recharge', 'POST', 'due')).toMatchObject({ status: 200 });
/** All that was told of charges has come, and its runs are over. */
const told = () =>
  world.until(async () => {
    const { deliveries = [] } = await world.state('recharge');
    expect(deliveries.filter(({ status }) => status !== 'delivered')).toEqual([]);
    const runs = await world.runsOf('subscription-orders');
    expect(runs.filter(({ status }) => status !== 'done')).toEqual([]);
  });

it("R12: each renewal that is paid becomes one order in the process of the shop's orders; failed, skipped and repeated ones none", async () => {
  // Every card is declined once, and told twice.
  await world.control('recharge', 'PUT', 'faults', { decline: 1, duplicate: 1, reorder: 0.3 });
  await due();
  await told();
  expect(await world.runsOf('order-to-cash')).toEqual([]);

  // Then all are paid but one that is skipped in time, and each of the next renewals.
  await world.control('recharge', 'PUT', 'faults', { duplicate: 1, reorder: 0.3 });
  await due();
  const queued = (await charges()).filter(({ status }) => status === 'queued');
  const skipped = queued[0]?.id ?? 0;
  const answer = await world.skipCharge(skipped);
  expect(answer).toBe(200);
  await due();
  await told();

  const paid = (await charges()).filter(({ status }) => status === 'success').map(({ id }) => `SUB-${id}`);
  expect(paid).toHaveLength(2 * SKUS.length - 1);
  expect(paid).not.toContain(`SUB-${skipped}`);
  await world.until(async () => {
    const runs = await world.runsOf('order-to-cash');
    expect(runs.map(({ status }) => status)).toEqual(paid.map(() => 'done'));
  });
  const { salesOrders = [] } = await world.state('sap');
  expect(salesOrders.map((one) => String(one.PurchaseOrderByCustomer)).toSorted()).toEqual(paid.toSorted());
  for (const reference of paid) expect(await world.caseOf(reference)).toMatchObject({ state: 'fulfilled' });

  // A stranger makes no order.
  const forged = await fetch(`${world.hooks}/recharge/charges`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-recharge-webhook-signature': 't=1,v1=00' },
    body: '{"charge":{"id":1,"status":"success"}}',
  });
  expect(forged.status).toBe(401);
  const topics = await world.call(api.listTopicEvents, { params: { topic: 'order.accepted' }, query: {} });
  expect(topics.ok && topics.value.events.length).toBe(paid.length);
}, 60_000);
