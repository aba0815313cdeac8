import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { CARRIES_PAYMENT, Payment } from '../../kit/payment.ts';
import { currencyParam, intentParam, orderReferenceParam, partParam, stripeParam } from '../params.ts';

/** Takes an amount that was held before, all of it or a part; the rest is let go. */
export const capturePayment = defineNode({
  type: 'stripe.capture',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z
    .object({
      connection: stripeParam,
      paymentIntent: intentParam,
      orderReference: orderReferenceParam,
      amount: partParam('Decimal amount, with its currency. Empty: all that is held. What is not taken is let go.'),
      currency: currencyParam.optional(),
    })
    .refine(({ amount, currency }) => amount === undefined || currency !== undefined, {
      path: ['currency'],
      message: 'Say the currency of the amount.',
    }),
  input: Json,
  outputs: { captured: Payment },
  carries: () => ({ captured: CARRIES_PAYMENT }),
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Capture payment',
    group: 'Payments',
    icon: 'banknote',
    summary: '{paymentIntent}',
    description: 'Takes an amount that was held before, all of it or a part.',
    system: 'Stripe',
  },
});
