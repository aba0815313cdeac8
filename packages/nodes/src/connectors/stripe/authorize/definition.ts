import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { CARRIES_PAYMENT, Payment } from '../../kit/payment.ts';
import { currencyParam, orderReferenceParam, stripeParam } from '../params.ts';

/**
 * Holds an amount on a card or another payment method, or takes it at once. Stripe honours our idempotency key, so a
 * repeated attempt gets the first answer again. What takes it back is `stripe.cancel`, on the undo port.
 */
export const authorizePayment = defineNode({
  type: 'stripe.authorize',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: stripeParam,
    amount: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'Use a decimal with a point, for example 12.50.')
      .describe('Decimal amount; Stripe gets it in the smallest unit of the currency.')
      .meta({ label: 'Amount', placeholder: '38.65' }),
    currency: currencyParam,
    paymentMethod: z
      .string()
      .min(1)
      .describe('Payment method the buyer gave in the shop, by its id at Stripe.')
      .meta({ label: 'Payment method', placeholder: 'pm_card_visa' }),
    orderReference: orderReferenceParam,
    capture: z
      .enum(['later', 'now'])
      .default('later')
      .describe('"later" only holds the amount, for seven days as a rule; "now" takes it at once.')
      .meta({ label: 'Take the money', fixed: true }),
  }),
  input: Json,
  outputs: {
    authorized: Payment,
    declined: Payment.describe('What the buyer may be told is in `failure`.'),
    'needs-action': z.object({
      payment: Payment,
      url: z.string().nullable().describe('Where the buyer proves that it is them.'),
    }),
  },
  carries: () => ({ authorized: CARRIES_PAYMENT, declined: CARRIES_PAYMENT }),
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Authorize payment',
    group: 'Payments',
    icon: 'credit-card',
    summary: '{amount} {currency}',
    description: 'Holds an amount on a card, or takes it at once. A declined card leaves by "declined".',
    system: 'Stripe',
  },
});
