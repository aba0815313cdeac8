import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { shopifyParam } from '../params.ts';

/**
 * Sets how much of an article can be sold at a location, where the shop still has the number we believe it has
 * (`changeFromQuantity`, compare and swap).
 */
export const setInventory = defineNode({
  type: 'shopify.set-inventory',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: shopifyParam,
    sku: z.string().min(1).max(255).meta({ label: 'SKU', placeholder: 'MUG-BLUE' }),
    location: z
      .union([z.string().regex(/^(gid:\/\/shopify\/Location\/)?\d+$/, 'Use the id of a location.'), z.int()])
      .meta({ editor: 'text', label: 'Location', placeholder: '655441491' }),
    quantity: z
      .int()
      .min(0)
      .max(1_000_000_000)
      .describe('Pieces that can be sold from now on.')
      .meta({ label: 'Quantity' }),
    changeFrom: z
      .int()
      .min(-1_000_000_000)
      .max(1_000_000_000)
      .optional()
      .describe('Pieces we believe are there. Empty: whatever is there is overwritten.')
      .meta({ label: 'Only when it is still' }),
    reason: z
      .enum(['correction', 'cycle_count_available', 'received', 'restock', 'damaged', 'other'])
      .default('correction')
      .meta({ label: 'Reason' }),
    reference: z
      .string()
      .max(255)
      .optional()
      .describe('Address of the document behind it, for example gid://wms/count/4711.')
      .meta({ label: 'Document' }),
  }),
  input: Json,
  outputs: {
    set: z.object({ sku: z.string(), quantity: z.int(), delta: z.int() }),
    stale: z.object({
      sku: z.string(),
      asked: z.int(),
      available: z.int().describe('What the shop has now.'),
    }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Set inventory (Shopify)',
    group: 'Commerce',
    icon: 'boxes',
    summary: '{sku}: {quantity}',
    description:
      'Sets how much of an article can be sold. Leaves by "stale" when the shop has another number than we believed.',
    system: 'Shopify',
  },
});
