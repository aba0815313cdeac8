import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { linesParam, purchaseOrderParam, supplierParam } from '../params.ts';

/**
 * Places a purchase order that the supplier sends to our customer. The supplier takes the same number twice, so an attempt that may have
 * arrived is looked up by it first.
 */
export const placeOrder = defineNode({
  type: 'dropship.place-order',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: supplierParam,
    purchaseOrder: purchaseOrderParam,
    customerOrder: z
      .string()
      .min(1)
      .max(64)
      .describe('What the customer calls the order; printed on the packing slip.')
      .meta({ label: 'Order of the customer', placeholder: '=input.reference' }),
    lines: linesParam,
    shipTo: Json.describe('Canonical address of the customer.').meta({
      editor: 'json',
      label: 'Ship to',
      placeholder: '=input.shipTo',
    }),
    shipBy: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}/, 'Use a day, for example 2026-11-30.')
      .optional()
      .describe('Day it must leave by.')
      .meta({ label: 'Ship by', placeholder: '2026-11-30' }),
    reservation: z
      .string()
      .max(64)
      .optional()
      .describe('Reservation that this order uses up.')
      .meta({ label: 'Reservation', placeholder: '=input.reservation' }),
    lookUp: z
      .enum(['when-in-doubt', 'always'])
      .default('when-in-doubt')
      .describe('Whether the order is looked for before any repeated attempt only, or before the first too.')
      .meta({ label: 'Look for an existing order', fixed: true }),
  }),
  input: Json,
  outputs: {
    sent: z.object({
      purchaseOrder: z.string(),
      transactionId: z.string().nullable().describe('Under which the supplier says whether it took the order.'),
      created: z.boolean().describe('False when the order was there already.'),
    }),
  },
  retry: { maxAttempts: 8, baseMs: 1_000, capMs: 60_000, jitter: 0.3 },
  timeoutMs: 30_000,
  ui: {
    label: 'Place order (supplier)',
    group: 'Warehouse',
    icon: 'factory',
    summary: '{purchaseOrder}',
    description:
      'Places a purchase order at a supplier that sends to our customer, once, also when an answer was lost.',
    system: 'Drop-ship supplier',
  },
});
