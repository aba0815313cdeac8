import type { Json, JsonObject } from '@lockstep/schema/run';
import { PRODUCTS } from './topics.ts';

/** A product as tests of these flows tell it. */
export const PRODUCT: JsonObject = {
  ...{ sku: 'MUG-BLUE', name: 'Mug, blue', status: 'active', kind: 'single', gtin: '04006381333931' },
  price: { amount: '12.50', currency: 'EUR' },
  weight: { value: 0.38, unit: 'kg' },
  attributes: [
    { name: 'colour', value: 'blue' },
    { name: 'finish', value: 'matt' },
  ],
  updatedAt: '2026-11-27T09:30:00.467Z',
};

/** The event that tells of it. */
export const changed = (product: JsonObject = PRODUCT): Json => ({
  topic: PRODUCTS,
  key: String(product.sku),
  eventId: `${product.sku}@${product.updatedAt}`,
  at: '2026-11-27T09:30:01Z',
  offset: 1,
  payload: product,
});
