import type { RunNode } from '@lockstep/schema/node';
import { toMinor } from '../amount.ts';
import { changeAtStripe } from '../client.ts';
import { paymentOf, readIntent } from '../payment.ts';
import type { capturePayment } from './definition.ts';

export const runCapture: RunNode<typeof capturePayment> = async ({ params }, ctx) => {
  const { amount, currency = '', orderReference } = params;
  const object = await changeAtStripe(
    ctx,
    params.connection,
    `/v1/payment_intents/${encodeURIComponent(params.paymentIntent)}/capture`,
    { amount_to_capture: amount === undefined ? undefined : toMinor(amount, currency) },
  );
  const said = { orderReference, kind: 'capture', now: ctx.now } as const;
  return { port: 'captured', value: paymentOf(readIntent(object), said) };
};
