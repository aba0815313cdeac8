import type { RunNode } from '@lockstep/schema/node';
import { isObject, textAt } from '../../kit/read-json.ts';
import { toMinor } from '../amount.ts';
import { postToStripe, unreadable } from '../client.ts';
import { paymentOf, readIntent } from '../payment.ts';
import type { authorizePayment } from './definition.ts';

export const runAuthorize: RunNode<typeof authorizePayment> = async ({ params }, ctx) => {
  const { orderReference } = params;
  const answer = await postToStripe(ctx, params.connection, '/v1/payment_intents', {
    amount: toMinor(params.amount, params.currency),
    currency: params.currency.toLowerCase(),
    payment_method: params.paymentMethod,
    payment_method_types: { '': 'card' },
    capture_method: params.capture === 'later' ? 'manual' : 'automatic',
    confirm: true,
    off_session: true,
    metadata: { order_reference: orderReference },
  });
  const said = { orderReference, kind: params.capture === 'now' ? 'capture' : 'authorisation', now: ctx.now } as const;
  if ('declined' in answer) {
    const { payment_intent: object } = answer.declined;
    if (!isObject(object)) throw unreadable({ status: 402 });
    const [code, message] = [textAt(answer.declined, 'decline_code'), textAt(answer.declined, 'message')];
    const failure = {
      code: code ?? textAt(answer.declined, 'code') ?? 'card_declined',
      ...(message !== undefined && { message }),
    };
    const payment = paymentOf(readIntent(object), { ...said, kind: 'authorisation' });
    return { port: 'declined', value: { ...payment, status: 'failed', failure } };
  }
  const intent = readIntent(answer.object);
  const payment = paymentOf(intent, said);
  if (intent.status !== 'requires_action') return { port: 'authorized', value: payment };
  return { port: 'needs-action', value: { payment, url: intent.next_action?.redirect_to_url?.url ?? null } };
};
