import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { spApiParam } from '../params.ts';

/** Says what an article is on the marketplace: the whole listing, as it is now. */
export const putAmazonListing = defineNode({
  type: 'sp-api.put-listing',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: spApiParam,
    sku: z.string().min(1).max(40).meta({ editor: 'text', label: 'SKU', placeholder: '=input.sku' }),
    productType: z
      .string()
      .regex(/^[A-Z0-9_]+$/, 'Use a product type of Amazon: DRINKING_CUP.')
      .default('PRODUCT')
      .meta({ label: 'Product type', placeholder: 'DRINKING_CUP' }),
    attributes: Json.describe('By the names of Amazon; a single value is enough: { item_name: "Mug" }.').meta({
      editor: 'json',
      label: 'Attributes',
      placeholder: '={ item_name: input.name }',
    }),
  }),
  input: Json,
  outputs: {
    out: z.object({ sku: z.string(), submissionId: z.string() }),
    invalid: z.object({
      sku: z.string(),
      issues: z.array(z.object({ code: z.string(), message: z.string(), severity: z.string() })),
    }),
  },
  ui: {
    label: 'Put listing (Amazon)',
    group: 'Commerce',
    icon: 'store',
    summary: '{sku}',
    description: 'Says what an article is on the marketplace. Leaves by "invalid" when Amazon takes it not.',
    system: 'Amazon',
  },
});
