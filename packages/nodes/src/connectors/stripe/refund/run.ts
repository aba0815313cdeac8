import type { RunNode } from '@lockstep/schema/node';
import { toMinor } from '../amount.ts';
import { changeAtStripe } from '../client.ts';
import { refundOf } from '../payment.ts';
import type { refundPayment } from './definition.ts';

export const runRefund: RunNode<typeof refundPayment> = async ({ params }, ctx) => {
  const { amount, currency = '', orderReference } = params;
  const object = await changeAtStripe(ctx, params.connection, '/v1/refunds', {
    payment_intent: params.paymentIntent,
    amount: amount === undefined ? undefined : toMinor(amount, currency),
    reason: params.reason,
    metadata: { order_reference: orderReference },
  });
  const refund = refundOf(object, orderReference);
  return { port: refund.status === 'failed' || refund.status === 'cancelled' ? 'failed' : 'refunded', value: refund };
};
