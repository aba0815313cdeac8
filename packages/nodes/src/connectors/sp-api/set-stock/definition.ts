import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { spApiParam } from '../params.ts';

/** Sets what may be sold of an article on the marketplace. */
export const setAmazonStock = defineNode({
  type: 'sp-api.set-stock',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: spApiParam,
    sku: z.string().min(1).max(40).meta({ editor: 'text', label: 'SKU', placeholder: '=input.sku' }),
    quantity: z
      .int()
      .min(0)
      .describe('Pieces that may be sold.')
      .meta({ editor: 'text', label: 'Quantity', placeholder: '=input.available' }),
  }),
  input: Json,
  outputs: {
    out: z.object({ sku: z.string(), quantity: z.int(), submissionId: z.string() }),
    invalid: z.object({
      sku: z.string(),
      issues: z.array(z.object({ code: z.string(), message: z.string(), severity: z.string() })),
    }),
  },
  ui: {
    label: 'Set stock (Amazon)',
    group: 'Commerce',
    icon: 'store',
    summary: '{sku}: {quantity}',
    description: 'Sets what may be sold of an article on the marketplace.',
    system: 'Amazon',
  },
});
