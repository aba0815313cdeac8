import type { Json } from '@lockstep/schema/run';

/** A canonical order (contract `order`) that the flows that call each other are tried with. */
export const CONFIRMED_ORDER: Json = {
  reference: '#1001',
  externalId: '820982911946154508',
  channel: { name: 'shopify', source: 'web' },
  placedAt: '2026-11-20T09:14:05+01:00',
  currency: 'EUR',
  customer: { name: 'Jana Müller', email: 'jana.mueller@example.com', language: 'de-DE' },
  lines: [
    { id: '1', sku: 'MUG-BLUE', quantity: 2, unitPrice: { amount: '12.50', currency: 'EUR' } },
    { id: '2', sku: 'CAP-RED', quantity: 1, unitPrice: { amount: '25.00', currency: 'EUR' } },
  ],
  totals: { total: { amount: '50.00', currency: 'EUR' } },
};
