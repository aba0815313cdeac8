import type { JsonObject } from '@lockstep/schema/run';

const shipTo = { name: 'Jana Müller', street: ['Torstraße 140'], city: 'Berlin', postalCode: '10119', country: 'DE' };

/** A canonical order with a line for the warehouse and one for the supplier. */
export const SPLIT_ORDER: JsonObject = {
  reference: '#1001',
  externalId: '820982911946154508',
  channel: { name: 'shopify', source: 'web' },
  placedAt: '2026-11-20T09:14:05+01:00',
  currency: 'EUR',
  customer: { name: 'Jana Müller', email: 'jana.mueller@example.com', language: 'de-DE' },
  shipTo,
  lines: [
    { id: '1', sku: 'MUG-BLUE', name: 'Mug, blue', quantity: 2, unitPrice: { amount: '12.50', currency: 'EUR' } },
    { id: '2', sku: 'LAMP-OAK', name: 'Lamp, oak', quantity: 1, unitPrice: { amount: '89.00', currency: 'EUR' } },
  ],
  totals: { total: { amount: '114.00', currency: 'EUR' } },
};

const LINES = [
  { id: '1', sku: 'MUG-BLUE', title: 'Mug, blue', quantity: 2, source: 'BER-1', kind: 'warehouse' },
  { id: '2', sku: 'LAMP-OAK', title: 'Lamp, oak', quantity: 1, source: 'LUMEN', kind: 'supplier' },
] as const;
const FALLBACKS = [
  { fallback: '', fallbackKind: '' },
  { fallback: 'BER-1', fallbackKind: 'warehouse' },
] as const;

/** Who shall send what of it, before anything is reserved. */
export const PLAN: JsonObject = {
  reference: '#1001',
  externalId: '820982911946154508',
  placedAt: '2026-11-20T09:14:05+01:00',
  shipTo,
  expectedOn: '2026-11-22',
  groups: LINES.map((line, at) => ({
    id: line.source,
    source: line.source,
    kind: line.kind,
    reservation: null,
    lines: [{ ...line, ...FALLBACKS[at] }],
  })),
  unfilled: [],
};

/** The same once both have reserved it. */
export const RESERVED: JsonObject = {
  ...PLAN,
  groups: LINES.map((line, at) => ({
    id: line.source,
    source: line.source,
    kind: line.kind,
    reservation: at === 0 ? 'al_1' : '#1001/LUMEN',
    lines: [{ ...line, ...FALLBACKS[at] }],
  })),
};

/** What a fulfilment group is begun with. */
export const groupMessage = (at: 0 | 1): JsonObject => ({
  order: {
    reference: '#1001',
    externalId: '820982911946154508',
    salesOrder: '4711',
    system: 's4hana',
    shipTo,
  },
  group: (RESERVED.groups as readonly JsonObject[])[at] ?? {},
});
