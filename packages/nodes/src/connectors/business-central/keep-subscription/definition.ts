import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { BC_RETRY, bcParam } from '../params.ts';

/**
 * Makes sure that changes of an entity are told to an address: subscribes, or renews what is there. A subscription ends by itself after
 * three days, so a schedule of a day keeps it. Business Central asks the address first whether it wants to be told.
 */
export const keepBcSubscription = defineNode({
  type: 'business-central.keep-subscription',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: bcParam,
    entity: z
      .string()
      .regex(/^[a-z][A-Za-z]*$/, 'Use the name of an entity set, for example salesOrders.')
      .meta({ label: 'Entity set', placeholder: 'salesOrders', fixed: true }),
    notificationUrl: z
      .string()
      .regex(/^https?:\/\/[^\s]+$/, 'Use an absolute address.')
      .describe('Address of a Webhook step with the scheme "Business Central"; its flow must be published.')
      .meta({ label: 'Address', placeholder: 'https://lockstep.example.com/hooks/business-central/changes' }),
  }),
  input: Json,
  outputs: {
    kept: z.object({
      subscriptionId: z.string(),
      expiresOn: z.string(),
      how: z.enum(['created', 'renewed']),
    }),
  },
  retry: BC_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Keep subscription (Business Central)',
    group: 'ERP',
    icon: 'bell-ring',
    summary: '{entity}',
    description: 'Has changes told to an address, and goes on having them told: subscribes, or renews.',
    system: 'Business Central',
  },
});
