import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { askedFor, type ReturnsWorld, returnsWorld } from './returns.testing.ts';

/** `npm run returns` takes 500; a few dozen show the same in a few seconds. */
const RETURNS = Number(process.env.LOCKSTEP_RETURNS ?? 24);
/** Of all calls a tenth fails, of all that changed something a fiftieth loses its answer; a twentieth of refunds is refused. */
const FAULTS = { status: 503, rate: 0.1, commitThenDrop: 0.02 };

let world: ReturnsWorld;
beforeAll(async () => {
  world = await returnsWorld(() => 'pass', { maxAttempts: 10, baseMs: 50, capMs: 1_000, jitter: 0.5 });
}, 60_000);
afterAll(() => world?.close());

const put = (system: 'sap' | 'shopify' | 'stripe', faults: object) =>
  fetch(world.systems[system].faultsUrl, { method: 'PUT', body: JSON.stringify(faults) });

it('R22: what is refunded is what the ERP credits, to the cent, whatever fails on the way', async () => {
  const asked = await Promise.all(
    Array.from({ length: RETURNS }, async (_, at) => {
      const rma = `RMA-${1000 + at}`;
      const amount = `${1 + (at % 14)}.${String((at * 37) % 100).padStart(2, '0')}`;
      const byCard = at % 3 === 0;
      const order = { name: '#1001', shopify: await world.order(), orderedAt: '2026-11-10', salesOrganization: '1010' };
      const payment = byCard ? { provider: 'stripe', intent: await world.payment(20_000) } : { provider: 'shopify' };
      return askedFor(rma, { order, payment, lines: [{ sku: 'MUG-BLUE', lineItem: 11, quantity: 1, amount }] });
    }),
  );
  await Promise.all([put('sap', FAULTS), put('shopify', { ...FAULTS, userErrors: 0.05 }), put('stripe', FAULTS)]);
  for (let at = 0; at < asked.length; at += 25) {
    await Promise.all(
      asked.slice(at, at + 25).map(async (message) => {
        await world.goods(String(message.rma));
        await world.ask(message);
      }),
    );
  }
  const { sql } = world.world.store;
  await vi.waitFor(
    async () => {
      const [open] = await sql<{ n: number }[]>`
        select count(*)::int as n from runs where status not in ('done', 'exception', 'cancelled')`;
      if (open?.n !== 0) throw new Error(`${open?.n} runs are still under way.`);
    },
    { timeout: 170_000, interval: 200 },
  );
  await Promise.all([put('sap', {}), put('shopify', {}), put('stripe', {})]);
  const [credits, refunds] = await Promise.all([world.credits(), world.refunds()]);
  const standing = credits.filter(({ rejected }) => !rejected);
  const cents = standing.map(({ TotalNetAmount }) => Math.round(Number(TotalNetAmount) * 100));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const refunded = refunds.map((refund) => refund.cents);

  const ends = await sql<{ status: string; n: number }[]>`
    select status, count(*)::int as n from runs where flow_id = 'return-to-refund' group by status order by status`;
  const reasons = await sql<{ code: string; n: number }[]>`
    select code, count(*)::int as n from exceptions
    where flow_id = 'return-to-refund' group by code order by code`;
  console.table({
    returns: RETURNS,
    refunds: refunds.length,
    refunded: sum(refunded) / 100,
    credited: sum(cents) / 100,
  });
  console.log(JSON.stringify({ ends, reasons }));

  expect(sum(refunded)).toBe(sum(cents));
  expect(new Set(refunds.map(({ reference }) => reference)).size, 'refunded twice').toBe(refunds.length);
  expect(new Set(standing.map(({ reference }) => reference)).size, 'credited twice').toBe(standing.length);
  expect(standing.map(({ reference }) => reference).sort()).toEqual(refunds.map(({ reference }) => reference).sort());
  expect(sum(ends.map(({ n }) => n))).toBe(RETURNS);
  const done = ends.find(({ status }) => status === 'done')?.n ?? 0;
  expect(done).toBe(refunds.length);
  expect(sum(reasons.filter(({ code }) => code !== '').map(({ n }) => n))).toBe(RETURNS - done);
}, 180_000);
