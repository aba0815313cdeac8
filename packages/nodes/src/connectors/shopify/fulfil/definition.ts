import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { orderParam, shopifyParam } from '../params.ts';

/**
 * Tells the shop that goods of an order were sent, all of them or some: `fulfillmentCreate` on its fulfilment orders.
 *
 * Shopify knows no key here, so before a repeated attempt the step looks for a fulfilment with our tracking number.
 */
export const fulfilOrder = defineNode({
  type: 'shopify.fulfil',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: shopifyParam,
    order: orderParam,
    trackingNumber: z
      .string()
      .min(1)
      .max(200)
      .describe(
        'Of the parcel. What is found again by it is not sent twice: without a carrier use a number of your own.',
      )
      .meta({ label: 'Tracking number', placeholder: '1Z999AA10123456784' }),
    carrier: z.string().max(100).optional().meta({ label: 'Carrier', placeholder: 'DHL' }),
    trackingUrl: z.string().max(2_000).optional().meta({ label: 'Tracking address' }),
    lines: z
      .array(
        z.object({
          sku: z.string().min(1).meta({ label: 'SKU' }),
          quantity: z.int().min(1).meta({ label: 'Quantity' }),
        }),
      )
      .max(250)
      .default([])
      .describe('What is in the parcel. Empty: everything that is still open.')
      .meta({ label: 'Lines', editor: 'json' }),
    notify: z.boolean().default(false).meta({ label: 'Tell the customer' }),
    lookUp: z
      .enum(['when-in-doubt', 'always'])
      .default('when-in-doubt')
      .describe('"always" also catches one parcel that is told by two messages.')
      .meta({ label: 'Look for an existing fulfilment', fixed: true }),
  }),
  input: Json,
  outputs: {
    fulfilled: z.object({
      fulfilment: z.string().describe('Global id at Shopify.'),
      name: z.string(),
      created: z.boolean().describe('False when it was there already.'),
      trackingNumber: z.string(),
      lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
    }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Fulfil (Shopify)',
    group: 'Commerce',
    icon: 'package-check',
    summary: '{trackingNumber}',
    description: 'Tells the shop that goods of an order were sent, all of them or some, once for each parcel.',
    system: 'Shopify',
  },
});
