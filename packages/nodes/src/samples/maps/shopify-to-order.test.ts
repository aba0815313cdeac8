import { findContract } from '@lockstep/schema/contracts';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { drawOrders } from '../../testing/drawn-orders.ts';
import { hasShopifyFixtures, shopifyOrders } from '../../testing/fixtures.ts';
import { runScript } from '../../testing/script.ts';
import { shopifyToOrder } from './shopify-to-order.ts';

const example = findContract('shopify-order')?.example as JsonObject;
const map = async (order: Json) => (await runScript(shopifyToOrder, order)) as JsonObject;
const problems = (order: Json) => contextFor().checkContract('order', order);
const change = (changes: JsonObject, line: JsonObject = {}): JsonObject => {
  const [first] = example.line_items as readonly JsonObject[];
  return { ...example, line_items: [{ ...first, ...line }], ...changes };
};

it('makes a canonical order of the example, whole', async () => {
  const eur = (amount: string) => ({ amount, currency: 'EUR' });
  const address = {
    name: 'Jana Müller',
    street: ['Torstraße 140'],
    city: 'Berlin',
    postalCode: '10119',
    country: 'DE',
  };
  expect(await map(example)).toEqual({
    reference: '#1042',
    externalId: '5821904421',
    channel: { name: 'shopify', source: 'web' },
    placedAt: '2026-11-20T09:14:05+01:00',
    updatedAt: '2026-11-20T09:14:07+01:00',
    test: false,
    currency: 'EUR',
    customer: { id: '7311562731', name: 'Jana Müller', email: 'jana.mueller@example.com' },
    billTo: address,
    shipTo: address,
    lines: [
      {
        id: '14124995321452',
        sku: 'MUG-BLUE',
        name: 'Mug - blue',
        quantity: 3,
        cancelledQuantity: 0,
        shippable: true,
        unitPrice: eur('12.50'),
        discounts: [{ amount: eur('3.75') }],
        taxes: [{ name: 'MwSt', rate: 0.19, amount: eur('5.39') }],
      },
    ],
    shipping: [{ method: 'DHL Paket', price: eur('4.90'), taxes: [{ name: 'MwSt', rate: 0.19, amount: eur('0.78') }] }],
    totals: {
      items: eur('37.50'),
      discount: eur('3.75'),
      shipping: eur('4.90'),
      tax: eur('6.17'),
      total: eur('38.65'),
    },
    taxesIncluded: true,
    paymentStatus: 'paid',
    discountCodes: ['WELCOME10'],
    tags: [],
    attributes: [],
  });
});

describe('copes with orders that', () => {
  it.each<[string, JsonObject, object]>([
    ['have an item without article number', change({}, { sku: '' }), { lines: [{ sku: 'VARIANT-39072856' }] }],
    [
      'have an item made up at the till',
      change({}, { sku: null, variant_id: null }),
      { lines: [{ sku: 'LINE-14124995321452' }] },
    ],
    ['were partly refunded', change({}, { current_quantity: 1 }), { lines: [{ quantity: 3, cancelledQuantity: 2 }] }],
    [
      'ship nothing',
      change({ shipping_address: null, shipping_lines: [] }, { requires_shipping: false }),
      { shipping: [], lines: [{ shippable: false }] },
    ],
    ['have no customer', change({ customer: null, email: '', billing_address: null }), {}],
    [
      'have a country in small letters',
      change({ shipping_address: { country_code: 'at' } }),
      { shipTo: { country: 'AT', street: [] } },
    ],
    [
      'say no country',
      change({ shipping_address: { country_code: null, city: ' Wien ' } }),
      { shipTo: { city: 'Wien' } },
    ],
    [
      'were seen in another currency',
      change({ total_price_set: { presentment_money: { amount: '41.20', currency_code: 'USD' } } }),
      { totals: { customerCurrency: { amount: '41.20', currency: 'USD' } } },
    ],
    ['say no currency of their own', change({ currency: null }), { currency: 'EUR' }],
    [
      'have labels and notes',
      change({ tags: 'a, b ,', note: ' ring ', note_attributes: [{ name: 'x', value: 1 }, { name: '' }] }),
      {
        tags: ['a', 'b'],
        note: 'ring',
        attributes: [{ name: 'x', value: '1' }],
      },
    ],
    [
      'carry prices as numbers',
      change({ total_price: 38.65 }, { price: 12.5 }),
      { totals: { total: { amount: '38.65' } } },
    ],
    [
      'have lists that are null',
      change({ refunds: null, shipping_lines: null, discount_codes: null, tags: null }),
      { discountCodes: [] },
    ],
    [
      'name the discount',
      change({ discount_applications: [{ code: 'WELCOME10' }] }),
      { lines: [{ discounts: [{ reason: 'WELCOME10' }] }] },
    ],
  ])('%s', async (_, order, expected) => {
    const mapped = await map(order);
    expect(mapped).toMatchObject(expected);
    expect(await problems(mapped)).toEqual([]);
  });

  it('were paid back in several parts, to the cent', async () => {
    const refund = (amount: string, more: object = {}) => ({
      transactions: [{ kind: 'refund', status: 'success', amount, ...more }],
    });
    const refunds = [refund('0.10'), refund('0.2'), refund('9007199254740993.01'), refund('5', { status: 'failure' })];
    expect(await map(change({ refunds } as unknown as JsonObject))).toMatchObject({
      totals: { refunded: { amount: '9007199254740993.31', currency: 'EUR' } },
    });
  });
});

it('makes a canonical order of 300 orders as a shop draws them, messy ones too', async () => {
  const wrong: Json[] = [];
  for (const order of drawOrders(300)) {
    const issues = [
      ...(await contextFor().checkContract('shopify-order', order)),
      ...(await problems(await map(order))),
    ];
    if (issues.length > 0)
      wrong.push({ name: order.name ?? null, issues: issues.map(({ path, message }) => path + message) });
  }
  expect(wrong).toEqual([]);
});

describe.skipIf(!hasShopifyFixtures)('recorded orders (skipped where ../shared is absent)', () => {
  it.each(shopifyOrders())('%s becomes a canonical order', async (_, order) => {
    const mapped = await map(order);
    expect(await problems(mapped)).toEqual([]);
    expect(mapped).toMatchObject({ reference: '#1001', currency: 'USD', totals: { total: { amount: '598.94' } } });
    expect(mapped.lines).toMatchObject([
      { sku: 'IPOD2008GREEN', quantity: 1, cancelledQuantity: 1 },
      { sku: 'IPOD2008RED', quantity: 1, cancelledQuantity: 0 },
      { sku: 'IPOD2008BLACK', quantity: 1, cancelledQuantity: 1 },
    ]);
  });
});
