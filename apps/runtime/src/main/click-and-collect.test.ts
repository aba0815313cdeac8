import { STRIPE_CREDENTIALS } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OrderWorld, startOrderWorld } from './order-to-cash.testing.ts';

let world: OrderWorld;
beforeAll(async () => {
  world = await startOrderWorld(['click-and-collect', 'fulfilment-callbacks']);
}, 60_000);
afterAll(() => world?.stop());

const SHOP = 'BER-SHOP';

/** What the customer has paid already. */
async function paid(): Promise<string> {
  const connections = await world.call(api.listConnections, {});
  const stripe = connections.ok ? connections.value.connections.find(({ id }) => id === 'stripe') : undefined;
  const answer = await fetch(`${stripe?.baseUrl}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${STRIPE_CREDENTIALS.secretKey}` },
    body: new URLSearchParams({ amount: '2500', currency: 'eur', payment_method: 'pm_card_visa', confirm: 'true' }),
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Places an order and waits until the shop has it, unless it cannot. */
async function place(reference: string, more: object = {}): Promise<void> {
  const order = {
    reference,
    shop: SHOP,
    placedAt: new Date().toISOString(),
    customer: { name: 'Jana Müller', email: 'jana.mueller@example.com' },
    paymentIntent: await paid(),
    lines: [{ id: '1', sku: 'MUG-BLUE', name: 'Mug, blue', quantity: 2 }],
    ...more,
  };
  const answer = await fetch(`${world.hooks}/orders/click-and-collect`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  expect(answer.status).toBe(202);
}
const inShop = (reference: string) =>
  world.until(async () => {
    const { shipments = [] } = await world.state('wms');
    expect(shipments.map(({ orderRef }) => orderRef)).toContain(`${reference}/${SHOP}`);
  });
const move = async (reference: string, ...moves: readonly string[]) => {
  for (const what of moves)
    await world.control('wms', 'POST', 'moves', { orderRef: `${reference}/${SHOP}`, move: what });
};
const told = async (key: string) => {
  const answer = await world.call(api.listTopicEvents, { params: { topic: 'customer.message' }, query: { key } });
  return answer.ok ? answer.value.events.map(({ preview }) => /"subject":"([^"]*)"/.exec(preview ?? '')?.[1]) : [];
};
const stock = async () => {
  const { stock: levels = [] } = await world.state('wms');
  return levels.find(({ warehouse }) => warehouse === SHOP);
};

it('is reserved in the shop, told when ready, and done when collected', async () => {
  await place('C-1');
  await inShop('C-1');
  expect(await stock()).toMatchObject({ onHand: 1000, allocated: 2 });
  await move('C-1', 'pick', 'pack');
  await world.until(async () => expect(await told('C-1')).toEqual(['Your order C-1 is ready in BER-SHOP']));
  expect(await world.caseOf('C-1')).toMatchObject({ state: 'in_fulfilment', expected: [{ name: 'collected' }] });
  await move('C-1', 'collect');
  await world.until(async () => expect((await world.caseOf('C-1'))?.state).toBe('delivered'));
  expect(await stock()).toMatchObject({ onHand: 998, allocated: 0 });
  expect((await world.state('stripe')).refunds).toEqual([]);
});

it('goes back on the shelf, and the money to the customer, when nobody comes in time', async () => {
  await place('C-2', { holdMs: 200 });
  await inShop('C-2');
  await move('C-2', 'pick', 'pack');
  await world.until(async () => expect(await told('C-2')).toHaveLength(2));
  expect(await world.caseOf('C-2')).toMatchObject({
    state: 'cancelled',
    lines: [{ state: 'cancelled' }],
    expected: [],
  });
  expect(await told('C-2')).toContain('Your order C-2 is refunded');
  expect(await stock()).toMatchObject({ onHand: 998, allocated: 0 });
  expect((await world.state('stripe')).refunds).toMatchObject([{ amount: 2500 }]);
  expect((await world.runsOf('click-and-collect'))[0]).toMatchObject({ businessKey: 'C-2', status: 'done' });
});

it('is refunded at once when the shop has not all of it', async () => {
  await world.control('wms', 'PUT', 'stock', { warehouse: SHOP, sku: 'MUG-BLUE', onHand: 1 });
  await place('C-3');
  await world.until(async () => expect(await told('C-3')).toEqual(['Your order C-3 is refunded']));
  expect(await stock()).toMatchObject({ onHand: 1, allocated: 0 });
  expect((await world.state('stripe')).refunds).toHaveLength(2);
});
