import type { Json } from '../run/json.ts';

const eur = (amount: string): Json => ({ amount, currency: 'EUR' });

/** An order with two lines, a discount and German VAT; one piece was cancelled again. */
export const orderExample: Json = {
  reference: '#1001',
  externalId: '820982911946154508',
  channel: { name: 'shopify', source: 'web' },
  placedAt: '2026-11-20T09:14:05+01:00',
  updatedAt: '2026-11-20T09:15:41+01:00',
  test: false,
  currency: 'EUR',
  customer: { id: '115310627314723954', name: 'Jana Müller', email: 'jana.mueller@example.com', language: 'de-DE' },
  billTo: { name: 'Jana Müller', street: ['Torstraße 140'], city: 'Berlin', postalCode: '10119', country: 'DE' },
  shipTo: {
    name: 'Jana Müller',
    street: ['Torstraße 140', 'Hinterhaus'],
    city: 'Berlin',
    postalCode: '10119',
    country: 'DE',
    phone: '+49 30 1234567',
  },
  lines: [
    {
      id: '866550311766439020',
      sku: 'MUG-BLUE',
      name: 'Mug, blue',
      quantity: 3,
      cancelledQuantity: 1,
      shippable: true,
      unitPrice: eur('12.50'),
      discounts: [{ reason: 'WELCOME10', amount: eur('3.75') }],
      taxes: [{ name: 'MwSt', rate: 0.19, amount: eur('5.39') }],
    },
    {
      id: '141249953214522974',
      sku: 'GIFT-25',
      name: 'Gift card',
      quantity: 1,
      cancelledQuantity: 0,
      shippable: false,
      unitPrice: eur('25.00'),
      discounts: [],
      taxes: [],
    },
  ],
  shipping: [{ method: 'DHL Paket', price: eur('4.90'), taxes: [{ name: 'MwSt', rate: 0.19, amount: eur('0.78') }] }],
  totals: {
    items: eur('62.50'),
    discount: eur('3.75'),
    shipping: eur('4.90'),
    tax: eur('6.17'),
    total: eur('63.65'),
    refunded: eur('12.50'),
  },
  taxesIncluded: true,
  paymentStatus: 'partially_refunded',
  discountCodes: ['WELCOME10'],
  note: 'Please ring twice.',
  tags: ['first-order'],
  attributes: [{ name: 'gift wrap', value: 'yes' }],
};
