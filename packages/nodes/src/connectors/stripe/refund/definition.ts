import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { CARRIES_PAYMENT, Payment } from '../../kit/payment.ts';
import { currencyParam, intentParam, orderReferenceParam, partParam, stripeParam } from '../params.ts';

/** Gives money back that was taken, all of it or a part. */
export const refundPayment = defineNode({
  type: 'stripe.refund',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z
    .object({
      connection: stripeParam,
      paymentIntent: intentParam,
      orderReference: orderReferenceParam,
      reference: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe(
          'What the refund is known by, whoever asks for it: the same is given back once. Empty: once for each call.',
        )
        .meta({ label: 'Reference', placeholder: '=input.rma' }),
      amount: partParam('Decimal amount, with its currency. Empty: all that was taken and not given back yet.'),
      currency: currencyParam.optional(),
      reason: z
        .enum(['requested_by_customer', 'duplicate', 'fraudulent'])
        .default('requested_by_customer')
        .meta({ label: 'Reason' }),
    })
    .refine(({ amount, currency }) => amount === undefined || currency !== undefined, {
      path: ['currency'],
      message: 'Say the currency of the amount.',
    }),
  input: Json,
  outputs: {
    refunded: Payment.describe('Its status is `pending` where the bank takes its time.'),
    failed: Payment.describe('The bank did not take it: the money is still here.'),
  },
  carries: () => ({ refunded: CARRIES_PAYMENT, failed: CARRIES_PAYMENT }),
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Refund payment',
    group: 'Payments',
    icon: 'undo-2',
    summary: '{paymentIntent}',
    description: 'Gives money back that was taken, all of it or a part.',
    system: 'Stripe',
  },
});
