import { expect, it } from 'vitest';
import { keyPaths, recorded } from '../../../../simulators/kit/fixtures.ts';
import { createRandom } from '../../../../simulators/kit/random.ts';
import { allocate, printAmount } from './money.ts';
import { drawOrder, type OrderTraits, printTime } from './order.ts';

const NOW = Date.UTC(2026, 10, 23, 8, 29, 59);

function draw(count: number, traits: Partial<OrderTraits> = {}, seed = 'orders') {
  const random = createRandom(seed, 'orders');
  const tokens = createRandom(seed, 'tokens');
  let id = 1;
  return Array.from({ length: count }, (_, at) =>
    drawOrder(
      random,
      { messiness: 0.5, brokenShare: 0, ...traits },
      {
        orderNumber: 1001 + at,
        now: NOW,
        nextId: () => id++,
        tokens,
      },
    ),
  );
}

interface Money {
  readonly amount: string;
  readonly currency_code: string;
}
interface Readable {
  readonly currency: string;
  readonly presentment_currency: string;
  readonly taxes_included: boolean;
  readonly subtotal_price: string;
  readonly total_price: string;
  readonly total_tax: string;
  readonly total_discounts: string;
  readonly total_line_items_price: string;
  readonly total_price_set: { readonly shop_money: Money; readonly presentment_money: Money };
  readonly total_shipping_price_set: { readonly shop_money: Money };
  readonly tax_lines: readonly { readonly price: string }[];
  readonly shipping_lines: readonly { readonly tax_lines: readonly { readonly price: string }[] }[];
  readonly line_items: readonly {
    readonly sku: string | null;
    readonly price: string;
    readonly quantity: number;
    readonly tax_lines: readonly { readonly price: string }[];
    readonly discount_allocations: readonly { readonly amount: string }[];
  }[];
  readonly customer: object | null;
  readonly email: string;
  readonly shipping_address: { readonly country_code: string } | null;
}
const readable = (orders: ReturnType<typeof draw>) => orders.map(({ order }) => order as unknown as Readable);
const cents = (amount: string): number => Math.round(Number(amount) * 100);
const sum = (amounts: readonly string[]): number => amounts.reduce((total, amount) => total + cents(amount), 0);

it('has every key of the recorded orders/create webhook', (test) => {
  const real = recorded('shopify/webhooks/orders_create.json');
  if (real === undefined) return test.skip('the recorded exchanges are not on this machine');
  const ours = new Set(draw(200).flatMap(({ order }) => [...keyPaths(order)]));
  // A new order has neither; the recorded one was shipped and returned.
  const later = /^\.(fulfillments|refunds)\[\]/;
  const missing = [...keyPaths(real)].filter((path) => !ours.has(path) && !later.test(path));
  expect(missing).toEqual([]);
});

it('gives the same orders for the same seed, and others for another', () => {
  expect(draw(20)).toEqual(draw(20));
  expect(draw(20, {}, 'other')).not.toEqual(draw(20));
});

it('adds up: lines, discounts, taxes and shipping make the totals', () => {
  for (const order of readable(draw(500))) {
    const lines = order.line_items;
    const gross = lines.reduce((total, { price, quantity }) => total + cents(price) * quantity, 0);
    const discounts = sum(lines.flatMap((line) => line.discount_allocations.map(({ amount }) => amount)));
    const taxed = [...lines, ...order.shipping_lines].flatMap((line) => line.tax_lines.map(({ price }) => price));
    const shipping = cents(order.total_shipping_price_set.shop_money.amount);
    expect({
      gross: cents(order.total_line_items_price),
      discounts: cents(order.total_discounts),
      subtotal: cents(order.subtotal_price),
      tax: cents(order.total_tax),
      taxLines: sum(order.tax_lines.map(({ price }) => price)),
      total: cents(order.total_price),
    }).toEqual({
      gross,
      discounts,
      subtotal: gross - discounts,
      tax: sum(taxed),
      taxLines: sum(taxed),
      total: gross - discounts + shipping + (order.taxes_included ? 0 : sum(taxed)),
    });
    expect(order.total_price_set.shop_money).toEqual({ amount: order.total_price, currency_code: order.currency });
    expect(order.total_price_set.presentment_money.currency_code).toBe(order.presentment_currency);
  }
});

it('sells in every market, in baskets of one to five lines, to buyers of every kind', () => {
  const orders = readable(draw(500));
  const countries = new Set(orders.map(({ shipping_address }) => shipping_address?.country_code));
  expect([...countries].sort()).toEqual(['DE', 'FR', 'GB', 'IE', 'NL', 'US']);
  expect([...new Set(orders.map(({ currency }) => currency))].sort()).toEqual(['EUR', 'GBP', 'USD']);
  expect([...new Set(orders.map(({ line_items }) => line_items.length))].sort()).toEqual([1, 2, 3, 4, 5]);
  expect(orders.some(({ customer }) => customer === null)).toBe(true);
  expect(orders.some(({ email }) => email === '')).toBe(true);
  expect(orders.some(({ currency, presentment_currency }) => currency !== presentment_currency)).toBe(true);
  expect(orders.some(({ total_discounts }) => total_discounts !== '0.00')).toBe(true);
});

it('breaks orders only when told, by a missing SKU or a missing shipping address', () => {
  const broken = (order: Readable) =>
    order.shipping_address === null || order.line_items.some(({ sku }) => sku === null);
  expect(readable(draw(200)).filter(broken)).toEqual([]);
  const orders = readable(draw(100, { brokenShare: 1 }));
  expect(orders.filter(broken).length).toBe(100);
  expect(orders.some(({ shipping_address }) => shipping_address === null)).toBe(true);
});

it('splits an amount so that the parts add up', () => {
  expect(allocate(1000, [100, 100, 100])).toEqual([334, 333, 333]);
  expect(allocate(7, [0, 0])).toEqual([0, 0]);
});

it.each([
  [0, '0.00'],
  [5, '0.05'],
  [-1999, '-19.99'],
])('prints %d cents as %s', (amount, text) => {
  expect(printAmount(amount)).toBe(text);
});

it('prints times in the zone of the shop', () => {
  expect([printTime(NOW, 60), printTime(NOW, -300)]).toEqual([
    '2026-11-23T09:29:59+01:00',
    '2026-11-23T03:29:59-05:00',
  ]);
});
