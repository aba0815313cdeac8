import type { JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import type { Payment } from '../kit/payment.ts';
import { fromMinor } from './amount.ts';
import { unreadable } from './client.ts';

const Intent = z.looseObject({
  id: z.string(),
  amount: z.int(),
  amount_received: z.int(),
  currency: z.string(),
  status: z.string(),
  created: z.int(),
  latest_charge: z.union([z.string(), z.looseObject({ id: z.string() })]).nullish(),
  payment_method_types: z.array(z.string()).optional(),
  next_action: z.looseObject({ redirect_to_url: z.looseObject({ url: z.string().nullish() }).nullish() }).nullish(),
});
export type Intent = z.infer<typeof Intent>;

const Refund = z.looseObject({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  created: z.int(),
  status: z.string().nullish(),
  charge: z.union([z.string(), z.looseObject({ id: z.string() })]).nullish(),
  failure_reason: z.string().nullish(),
});

/** @throws StepError when it is no Payment Intent */
export function readIntent(object: JsonObject): Intent {
  const read = Intent.safeParse(object);
  if (!read.success) throw unreadable({ status: 200 });
  return read.data;
}

/** A Payment Intent as a canonical payment. */
export function paymentOf(
  intent: Intent,
  said: { readonly orderReference: string; readonly kind: 'authorisation' | 'capture' | 'void'; readonly now: number },
): Payment {
  const currency = intent.currency.toUpperCase();
  const captured = said.kind === 'capture';
  const charge = typeof intent.latest_charge === 'string' ? intent.latest_charge : intent.latest_charge?.id;
  return {
    id: captured && charge !== undefined ? charge : intent.id,
    orderReference: said.orderReference,
    kind: said.kind,
    status: statusOf(intent.status, said.kind),
    amount: { amount: fromMinor(captured ? intent.amount_received : intent.amount, currency), currency },
    method: intent.payment_method_types?.[0] ?? 'card',
    provider: 'stripe',
    ...(said.kind !== 'authorisation' && { parentId: intent.id }),
    at: new Date(said.kind === 'authorisation' ? intent.created * 1000 : said.now).toISOString(),
    identifiers: [intent.id, ...(charge === undefined ? [] : [charge])].map((value) => ({ system: 'stripe', value })),
  };
}

/** A status Stripe has not today is taken for pending: an event, or a person, tells how it ends. */
function statusOf(status: string, kind: 'authorisation' | 'capture' | 'void'): Payment['status'] {
  if (status === 'canceled') return kind === 'void' ? 'succeeded' : 'cancelled';
  if (status === 'succeeded') return 'succeeded';
  if (status === 'requires_capture') return kind === 'authorisation' ? 'succeeded' : 'pending';
  return status === 'requires_payment_method' ? 'failed' : 'pending';
}

/** A refund as a canonical payment. @throws StepError when it is none */
export function refundOf(object: JsonObject, orderReference: string): Payment {
  const read = Refund.safeParse(object);
  if (!read.success) throw unreadable({ status: 200 });
  const { id, amount, currency, created, status, charge, failure_reason: reason } = read.data;
  const parentId = typeof charge === 'string' ? charge : charge?.id;
  const code = currency.toUpperCase();
  return {
    id,
    orderReference,
    kind: 'refund',
    status: REFUND_STATUS[status ?? ''] ?? 'pending',
    amount: { amount: fromMinor(amount, code), currency: code },
    provider: 'stripe',
    ...(parentId !== undefined && { parentId }),
    ...(typeof reason === 'string' && { failure: { code: reason } }),
    at: new Date(created * 1000).toISOString(),
    identifiers: [{ system: 'stripe', value: id }],
  };
}

/** @see https://docs.stripe.com/api/refunds/object, `status` */
const REFUND_STATUS: Readonly<Record<string, Payment['status']>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
};
