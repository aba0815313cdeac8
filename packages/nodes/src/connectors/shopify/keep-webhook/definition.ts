import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { shopifyParam } from '../params.ts';

/**
 * Makes sure that a topic of the shop is told to an address: looks whether it is, and subscribes where it is not. Shopify takes a
 * subscription away when its address did not answer for four hours, and says so to nobody: a schedule of an hour brings it back.
 */
export const keepWebhook = defineNode({
  type: 'shopify.keep-webhook',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: shopifyParam,
    topic: z
      .string()
      .regex(/^[a-z_]+\/[a-z_]+$/, 'Use a topic as its header has it, for example orders/create.')
      .describe('What is told, as the header X-Shopify-Topic names it.')
      .meta({ label: 'Topic', placeholder: 'orders/create' }),
    address: z
      .string()
      .regex(/^https?:\/\/[^\s]+$/, 'Use an absolute address.')
      .describe('Address of a Webhook step with the scheme "Shopify"; its flow must be published.')
      .meta({ label: 'Address', placeholder: 'https://lockstep.example.com/hooks/shopify/orders-create' }),
  }),
  input: Json,
  outputs: {
    kept: z.object({
      subscriptionId: z.string(),
      topic: z.string(),
      address: z.string(),
      how: z
        .enum(['there', 'created'])
        .describe('"created": nobody was told until now. What happened before is to be fetched.'),
    }),
  },
  retry: { maxAttempts: 8, baseMs: 500, capMs: 60_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Keep webhook (Shopify)',
    group: 'Commerce',
    icon: 'bell-ring',
    summary: '{topic}',
    description:
      'Has a topic of the shop told to an address, and goes on having it told: looks, and subscribes where it is gone.',
    system: 'Shopify',
  },
});
