import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OrderWorld, orderOf, startOrderWorld } from './order-to-cash.testing.ts';

const PROCESS = ['reserve-sources', 'release-sources', 'fulfil-group', 'order-gaps', 'order-to-cash'];
const LOYALTY = ['loyalty-orders', 'loyalty-accrue', 'loyalty-reverse'];
const MEMBERS = ['ann@example.org', 'bob@example.org', 'cyd@example.org'];
/** Price of a piece, and the points it earns. */
const PIECES = { 'MUG-BLUE': ['12.50', 12], 'LAMP-OAK': ['89.90', 89], 'CAP-RED': ['7.99', 7] } as const;
type Sku = keyof typeof PIECES;

let world: OrderWorld;
beforeAll(async () => {
  world = await startOrderWorld([...PROCESS, 'fulfilment-callbacks', ...LOYALTY], {
    pace: 'quick',
    loyaltyMembers: MEMBERS.map((email) => ({ email })),
  });
}, 60_000);
afterAll(() => world?.stop());

interface Bought {
  readonly reference: string;
  readonly email: string;
  readonly skus: readonly Sku[];
  readonly returned: readonly Sku[];
}
/** One buyer is no member, and one order has nobody's address. */
const ORDERS: readonly Bought[] = [
  { reference: 'L-1', email: 'ann@example.org', skus: ['MUG-BLUE', 'LAMP-OAK'], returned: ['LAMP-OAK'] },
  { reference: 'L-2', email: 'ann@example.org', skus: ['CAP-RED'], returned: [] },
  { reference: 'L-3', email: 'bob@example.org', skus: ['CAP-RED', 'MUG-BLUE'], returned: ['MUG-BLUE', 'CAP-RED'] },
  { reference: 'L-4', email: 'CYD@example.org', skus: ['LAMP-OAK', 'MUG-BLUE', 'CAP-RED'], returned: ['MUG-BLUE'] },
  { reference: 'L-5', email: 'guest@example.org', skus: ['MUG-BLUE'], returned: [] },
  { reference: 'L-6', email: '', skus: ['MUG-BLUE'], returned: [] },
];

const worth = (skus: readonly Sku[]): number => skus.reduce((sum, sku) => sum + PIECES[sku][1], 0);
const keptBy = (member: string): number =>
  ORDERS.filter(({ email }) => email.toLowerCase() === member).reduce(
    (sum, { skus, returned }) => sum + worth(skus) - worth(returned),
    0,
  );

async function accept({ reference, email, skus }: Bought): Promise<void> {
  const order = orderOf(reference, skus);
  const lines = (order.lines as { sku: Sku }[]).map((line) => ({
    ...line,
    unitPrice: { amount: PIECES[line.sku][0], currency: 'EUR' },
  }));
  await world.accept({ ...order, customer: { name: 'Someone', ...(email !== '' && { email }) }, lines });
}

/** As "Return to refund" tells that the money is paid. */
async function refund({ reference, returned }: Bought): Promise<void> {
  const [rma, lines] = [`RMA-${reference}`, returned.map((sku) => ({ sku, lineItem: 0, quantity: 1 }))];
  const payload = { rma, amount: '1.00', currency: 'EUR', order: reference, lines };
  const body = { topic: 'return.refunded', key: rma, eventId: `${rma}#refunded`, payload };
  expect(await world.call(api.publishEvent, { body })).toMatchObject({ ok: true });
}

async function balances() {
  const { members = [] } = await world.state('loyalty');
  return Object.fromEntries(members.map(({ email, balance }) => [email, balance]));
}
const oracle = Object.fromEntries(MEMBERS.map((member) => [member, keptBy(member)]));
const statuses = async () => {
  const rows = await world.store.sql<{ status: string }[]>`
    select distinct status from runs where flow_id in ${world.store.sql(LOYALTY)}`;
  return rows.map(({ status }) => status);
};

it('R11: points are those of what was kept, though answers are lost, parcels are told twice and returns come first', async () => {
  await world.control('loyalty', 'PUT', 'faults', { status: 503, rate: 0.15, commitThenDrop: 0.3 });
  await world.control('wms', 'PUT', 'faults', { duplicate: 0.5, reorder: 0.3 });
  const returns = ORDERS.filter(({ returned }) => returned.length > 0);
  // Half of the returns are told before anybody knows their order, each of them twice.
  for (const one of returns.slice(0, 2)) await refund(one);
  for (const one of ORDERS) await accept(one);
  for (const one of returns) await refund(one);
  await world.until(async () => {
    expect(await balances()).toEqual(oracle);
    expect(await statuses()).toEqual(['done']);
  });
  const { events = [] } = await world.state('loyalty');
  const parcels = ORDERS.slice(0, 4).flatMap(({ skus }) => [...new Set(skus.map((sku) => sku === 'LAMP-OAK'))]);
  const kinds = events.map(({ type }) => type);
  expect(kinds.filter((type) => type === 'ADJUST_POINTS')).toHaveLength(returns.length);
  expect(kinds.filter((type) => type === 'ACCUMULATE_POINTS')).toHaveLength(parcels.length);

  // All of it once more, in runs of their own: the program knows each parcel and each return.
  await world.control('loyalty', 'PUT', 'faults', {});
  for (const [topic, flowId] of [
    ['order.milestone', 'loyalty-accrue'],
    ['return.refunded', 'loyalty-reverse'],
  ] as const) {
    const replay = await world.call(api.startReplay, { body: { topic, flowId, from: '2020-01-01T00:00:00.000Z' } });
    if (!replay.ok) throw new Error(JSON.stringify(replay.problem));
    await world.until(async () => {
      const now = await world.call(api.getReplay, { params: { id: replay.value.id } });
      expect(now).toMatchObject({ value: { status: 'done' } });
      expect(now.ok && now.value.begun).toBeGreaterThan(0);
    });
  }
  await world.until(async () => expect(await statuses()).toEqual(['done']));
  expect((await world.state('loyalty')).events).toEqual(events);
}, 60_000);
