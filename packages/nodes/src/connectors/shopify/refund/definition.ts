import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { CARRIES_PAYMENT, Payment } from '../../kit/payment.ts';
import { amountParam, orderParam, shopifyParam } from '../params.ts';

/**
 * Gives money of an order back through the shop, and goods back on stock.
 *
 * Shopify does it once for each idempotency key, for a day. Our reference begins the note of the refund, so a later attempt,
 * and another run of the same message, find it.
 */
export const refundOrder = defineNode({
  type: 'shopify.refund',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: shopifyParam,
    order: orderParam,
    reference: z
      .string()
      .min(1)
      .max(100)
      .describe('Our number of the return; begins the note of the refund, and is never refunded twice.')
      .meta({ label: 'Reference', placeholder: 'RMA-1001' }),
    amount: amountParam
      .describe("Decimal amount in the order's own currency.")
      .meta({ label: 'Amount', placeholder: '12.50' }),
    note: z.string().max(500).optional().describe('For the staff of the shop.').meta({ label: 'Note' }),
    notify: z.boolean().default(false).meta({ label: 'Tell the customer' }),
    lines: z
      .array(
        z.object({
          lineItem: z
            .union([z.string().min(1), z.int()])
            .describe('Id of the line at Shopify.')
            .meta({ editor: 'text', label: 'Line' }),
          quantity: z.int().min(1).meta({ label: 'Quantity' }),
        }),
      )
      .max(100)
      .default([])
      .describe('Goods that came back; the amount above is what is given for them.')
      .meta({ label: 'Lines', editor: 'json' }),
    restockAt: z
      .union([z.string().min(1), z.int()])
      .optional()
      .describe('Id of the location where they are for sale again. Empty: they are not.')
      .meta({ editor: 'text', label: 'Back on stock at' }),
  }),
  input: Json,
  outputs: {
    refunded: Payment.describe('Its status is `pending` where the bank takes its time.'),
    failed: Payment.describe('The payment provider did not take it: the money is still here.'),
  },
  carries: () => ({ refunded: CARRIES_PAYMENT, failed: CARRIES_PAYMENT }),
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Refund (Shopify)',
    group: 'Commerce',
    icon: 'undo-2',
    summary: '{amount} for {reference}',
    description: 'Gives money of an order back through the shop, once, and goods back on stock.',
    system: 'Shopify',
  },
});
