import type { RunNode } from '@lockstep/schema/node';
import { changeAtStripe } from '../client.ts';
import { paymentOf, readIntent } from '../payment.ts';
import type { cancelPayment } from './definition.ts';

export const runCancel: RunNode<typeof cancelPayment> = async ({ params }, ctx) => {
  const { orderReference } = params;
  const object = await changeAtStripe(
    ctx,
    params.connection,
    `/v1/payment_intents/${encodeURIComponent(params.paymentIntent)}/cancel`,
    { cancellation_reason: params.reason },
  );
  const said = { orderReference, kind: 'void', now: ctx.now } as const;
  return { port: 'cancelled', value: paymentOf(readIntent(object), said) };
};
