import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { CARRIES_PAYMENT, Payment } from '../../kit/payment.ts';
import { intentParam, orderReferenceParam, stripeParam } from '../params.ts';

/** Lets an amount go that is held: the undo of `stripe.authorize`. */
export const cancelPayment = defineNode({
  type: 'stripe.cancel',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: stripeParam,
    paymentIntent: intentParam,
    orderReference: orderReferenceParam,
    reason: z
      .enum(['requested_by_customer', 'abandoned', 'duplicate', 'fraudulent'])
      .default('abandoned')
      .meta({ label: 'Reason' }),
  }),
  input: Json,
  outputs: { cancelled: Payment },
  carries: () => ({ cancelled: CARRIES_PAYMENT }),
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Cancel payment',
    group: 'Payments',
    icon: 'ban',
    summary: '{paymentIntent}',
    description: 'Lets an amount go that is held. What was taken already is given back by a refund.',
    system: 'Stripe',
  },
});
