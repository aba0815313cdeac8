import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { personalParam, spApiParam } from '../params.ts';

/** Reads the orders that changed since a time, page after page. */
export const readAmazonOrders = defineNode({
  type: 'sp-api.read-orders',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: spApiParam,
    changedAfter: z
      .string()
      .min(1)
      .describe('Orders changed at this time or later, as ISO text.')
      .meta({ editor: 'text', label: 'Changed after', placeholder: '=steps.since.value' }),
    statuses: z
      .string()
      .max(200)
      .default('Unshipped, PartiallyShipped')
      .describe('Which orders, by status, separated by commas. Empty: all.')
      .meta({ label: 'Statuses', placeholder: 'Unshipped, PartiallyShipped', fixed: true }),
    channel: z
      .enum(['any', 'MFN', 'AFN'])
      .default('MFN')
      .describe('Who ships: we, Amazon, or either.')
      .meta({ label: 'Shipped by', fixed: true, words: { any: 'Either', MFN: 'Us (MFN)', AFN: 'Amazon (AFN)' } }),
    personalData: personalParam,
    maxOrders: z
      .int()
      .min(1)
      .max(2000)
      .default(500)
      .describe('More are not read; "complete" is false then, and "through" says how far it came.')
      .meta({ label: 'Orders at most', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      orders: z.array(Json).describe('As Amazon tells them, without their items; those that changed first come first.'),
      complete: z.boolean(),
      through: z.iso.datetime().describe('Everything that changed before this time was read.'),
    }),
  },
  timeoutMs: 60_000,
  ui: {
    label: 'Read orders (Amazon)',
    group: 'Commerce',
    icon: 'store',
    summary: 'Since {changedAfter}',
    description: 'Reads the orders of a marketplace that changed since a time, page after page, within the usage plan.',
    system: 'Amazon',
  },
});
