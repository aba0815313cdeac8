import type { RunNode } from '@lockstep/schema/node';
import { toMinor } from '../amount.ts';
import { changeAtStripe } from '../client.ts';
import { refundOf } from '../payment.ts';
import type { refundPayment } from './definition.ts';
import { refundsKnownAs } from './known.ts';

export const runRefund: RunNode<typeof refundPayment> = async ({ params }, ctx) => {
  const { connection, paymentIntent, amount, currency = '', orderReference, reference } = params;
  const known =
    reference === undefined ? undefined : await refundsKnownAs(ctx, { connection, paymentIntent, reference });
  const object =
    known?.standing ??
    (await changeAtStripe(
      ctx,
      connection,
      '/v1/refunds',
      {
        payment_intent: paymentIntent,
        amount: amount === undefined ? undefined : toMinor(amount, currency),
        reason: params.reason,
        metadata: { order_reference: orderReference, reference },
      },
      known?.nextKey,
    ));
  const refund = refundOf(object, orderReference);
  return { port: refund.status === 'failed' || refund.status === 'cancelled' ? 'failed' : 'refunded', value: refund };
};
