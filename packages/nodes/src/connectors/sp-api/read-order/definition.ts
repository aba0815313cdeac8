import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { orderIdParam, personalParam, spApiParam } from '../params.ts';

/** Reads one order with its items. */
export const readAmazonOrder = defineNode({
  type: 'sp-api.read-order',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: spApiParam,
    orderId: orderIdParam,
    order: Json.optional()
      .describe('The order, where it is known already: only its items are read then.')
      .meta({ editor: 'json', label: 'Known order', placeholder: '=input' }),
    personalData: personalParam,
  }),
  input: Json,
  outputs: {
    out: z.object({ order: Json, items: z.array(Json) }),
    missing: z.object({ orderId: z.string() }),
  },
  timeoutMs: 30_000,
  ui: {
    label: 'Read order (Amazon)',
    group: 'Commerce',
    icon: 'store',
    summary: '{orderId}',
    description: 'Reads an order of a marketplace with its items.',
    system: 'Amazon',
  },
});
