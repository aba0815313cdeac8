import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { shopifyParam } from '../params.ts';

/** Null says nothing, too: what a message does not have stays as it is in the shop. */
const optional = (most: number, label: string, placeholder = '') =>
  z.string().max(most).nullable().optional().meta({ editor: 'text', label, placeholder });

/** Makes or changes a product with one variant, found by its handle: `productSet`. */
export const setProduct = defineNode({
  type: 'shopify.set-product',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: shopifyParam,
    handle: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use small letters, digits and dashes: mug-blue.')
      .max(255)
      .describe('What the product is found by, and its address in the shop. It never changes.')
      .meta({ editor: 'text', label: 'Handle', placeholder: '=input.sku.toLowerCase()' }),
    title: z.string().min(1).max(255).meta({ editor: 'text', label: 'Title', placeholder: '=input.name' }),
    description: optional(65_535, 'Description (HTML)'),
    status: z.enum(['ACTIVE', 'DRAFT', 'ARCHIVED']).default('ACTIVE').meta({ label: 'Status' }),
    productType: optional(255, 'Product type', 'Mugs'),
    sku: z.string().min(1).max(255).meta({ editor: 'text', label: 'SKU', placeholder: '=input.sku' }),
    barcode: optional(255, 'Bar code', '=input.gtin'),
    price: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'Use a decimal with a point: 12.50.')
      .nullable()
      .optional()
      .describe('In the currency of the shop.')
      .meta({ label: 'Price', placeholder: '=input.price.amount' }),
    weightKg: z.number().positive().nullable().optional().meta({ editor: 'text', label: 'Weight (kg)' }),
    metafields: z
      .array(z.object({ namespace: z.string(), key: z.string(), type: z.string(), value: z.string() }))
      .max(250)
      .default([])
      .describe('Values of ours: { namespace, key, type, value }.')
      .meta({ editor: 'json', label: 'Metafields' }),
  }),
  input: Json,
  outputs: {
    written: z.object({ product: z.string().describe('Global id at Shopify.'), handle: z.string() }),
  },
  retry: { maxAttempts: 8, baseMs: 500, capMs: 60_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Set product (Shopify)',
    group: 'Commerce',
    icon: 'shopping-bag',
    summary: '{handle}',
    description: 'Makes or changes a product with one variant, found by its handle.',
    system: 'Shopify',
  },
});
