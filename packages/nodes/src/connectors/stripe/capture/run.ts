import { type RunNode, StepError } from '@lockstep/schema/node';
import { toMinor } from '../amount.ts';
import { changeAtStripe, readFromStripe } from '../client.ts';
import { type Intent, paymentOf, readIntent } from '../payment.ts';
import type { capturePayment } from './definition.ts';

export const runCapture: RunNode<typeof capturePayment> = async ({ params }, ctx) => {
  const { connection, amount, currency = '', orderReference } = params;
  const path = `/v1/payment_intents/${encodeURIComponent(params.paymentIntent)}`;
  const minor = amount === undefined ? undefined : toMinor(amount, currency);
  const said = { orderReference, kind: 'capture', now: ctx.now } as const;
  try {
    const object = await changeAtStripe(ctx, connection, `${path}/capture`, { amount_to_capture: minor });
    return { port: 'captured', value: paymentOf(readIntent(object), said) };
  } catch (error) {
    if (!isTakenAlready(error)) throw error;
    // Another step, or a run before this one, took the money: that is what is wanted, if it is as much.
    const intent = readIntent(await readFromStripe(ctx, connection, path));
    if (!isAsWanted(intent, minor)) throw error;
    return { port: 'captured', value: paymentOf(intent, said) };
  }
};

function isTakenAlready(error: unknown): boolean {
  return error instanceof StepError && error.failure.code === 'stripe-payment-intent-unexpected-state';
}

function isAsWanted({ status, amount, amount_received: received }: Intent, minor: string | undefined): boolean {
  return status === 'succeeded' && received === Number(minor ?? amount);
}
