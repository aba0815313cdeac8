import { json, type Reply } from '../../../simulators/kit/exchange.ts';
import { type Kept, keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import { DECLINES, failed, invalid, missing, notThere } from './errors.ts';
import type { Events, StripeEvent } from './events.ts';
import { type Form, membersIn, textIn } from './form.ts';
import { type Charge, type Intent, newCharge, newIntent, newRefund, type Refund } from './objects.ts';

type Origin = StripeEvent['request'];

export interface Payments {
  readonly intents: Kept<string, Intent>;
  readonly charges: Kept<string, Charge>;
  readonly refunds: Kept<string, Refund>;
  create(form: Form, origin: Origin): Reply;
  confirm(id: string, form: Form, origin: Origin): Reply;
  capture(id: string, form: Form, origin: Origin): Reply;
  cancel(id: string, form: Form, origin: Origin): Reply;
  refund(form: Form, origin: Origin): Reply;
}

export interface PaymentSettings {
  readonly keep: number;
  readonly ids: Random;
  /** Unix seconds. */
  readonly now: () => number;
  readonly events: Events;
  /** True when this card is to be declined whatever it is. */
  readonly declines: () => boolean;
  /** True when this refund stays pending. */
  readonly pends: () => boolean;
}

/** Holding, taking and giving back money on cards, as the Payment Intents API does it. */
export function createPayments({ keep, ids, now, events, declines, pends }: PaymentSettings): Payments {
  const intents = keepLast<string, Intent>(keep);
  const charges = keepLast<string, Charge>(keep);
  const refunds = keepLast<string, Refund>(keep);
  const id = (prefix: string): string => `${prefix}_3${ids.hex(22)}`;
  const kept = (intent: Intent): Intent => {
    intents.set(intent.id, intent);
    return intent;
  };

  const decline = (intent: Intent, why: (typeof DECLINES)[string], origin: Origin): Reply => {
    const charge = newCharge(intent, { id: id('ch'), created: now(), declined: why });
    charges.set(charge.id, charge);
    const { code, declineCode, message } = why;
    const error = { type: 'card_error', code, decline_code: declineCode, message, charge: charge.id } as const;
    const after = kept({
      ...intent,
      status: 'requires_payment_method',
      latest_charge: charge.id,
      last_payment_error: error,
    });
    events.emit('payment_intent.payment_failed', after, origin);
    return failed(402, { ...error, payment_intent: after });
  };

  const confirmed = (intent: Intent, origin: Origin): Reply => {
    const method = intent.payment_method ?? '';
    const declined = DECLINES[method] ?? (declines() ? DECLINES.pm_card_visa_chargeDeclined : undefined);
    if (declined) return decline(intent, declined, origin);
    if (method === 'pm_card_authenticationRequired') {
      const next = {
        type: 'redirect_to_url',
        redirect_to_url: { return_url: null, url: `https://hooks.stripe.com/3d_secure_2/${intent.id}` },
      };
      const waiting = kept({ ...intent, status: 'requires_action', next_action: next });
      events.emit('payment_intent.requires_action', waiting, origin);
      return json(200, waiting);
    }
    const charge = newCharge(intent, { id: id('ch'), created: now() });
    charges.set(charge.id, charge);
    const held = intent.capture_method === 'manual';
    const after = kept({
      ...intent,
      status: held ? 'requires_capture' : 'succeeded',
      amount_capturable: held ? intent.amount : 0,
      amount_received: held ? 0 : intent.amount,
      latest_charge: charge.id,
      last_payment_error: null,
    });
    events.emit(held ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', after, origin);
    events.emit('charge.succeeded', charge, origin);
    if (method === 'pm_card_createDispute') {
      const disputed = { ...charge, disputed: true };
      charges.set(charge.id, disputed);
      events.emit('charge.dispute.created', disputeOf(disputed, id('dp'), now()), origin);
    }
    return json(200, after);
  };

  const unexpected = (intent: Intent, wanted: string): Reply =>
    failed(400, {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message: `This PaymentIntent could not be ${wanted} because it has a status of ${intent.status}.`,
      payment_intent: intent,
    });

  return {
    intents,
    charges,
    refunds,
    create: (form, origin) => {
      const amount = textIn(form, 'amount');
      const currency = textIn(form, 'currency');
      if (amount === undefined) return missing('amount');
      if (currency === undefined) return missing('currency');
      if (!/^[1-9]\d{0,11}$/.test(amount))
        return invalid('amount', 'Invalid integer: the amount is in the smallest unit.');
      if (!/^[a-z]{3}$/.test(currency))
        return invalid('currency', `Invalid currency: ${currency}.`, 'parameter_invalid');
      const intent = kept(
        newIntent({
          id: id('pi'),
          secret: ids.hex(24),
          amount: Number(amount),
          currency,
          captureMethod: textIn(form, 'capture_method') === 'manual' ? 'manual' : 'automatic',
          paymentMethod: textIn(form, 'payment_method') ?? null,
          description: textIn(form, 'description') ?? null,
          metadata: membersIn(form, 'metadata'),
          created: now(),
        }),
      );
      events.emit('payment_intent.created', intent, origin);
      if (textIn(form, 'confirm') !== 'true') return json(200, intent);
      return intent.payment_method === null ? missing('payment_method') : confirmed(intent, origin);
    },
    confirm: (intentId, form, origin) => {
      const intent = intents.get(intentId);
      if (!intent) return notThere('payment_intent', intentId);
      if (intent.status !== 'requires_confirmation' && intent.status !== 'requires_payment_method') {
        return unexpected(intent, 'confirmed');
      }
      const method = textIn(form, 'payment_method') ?? intent.payment_method;
      return method === null ? missing('payment_method') : confirmed({ ...intent, payment_method: method }, origin);
    },
    capture: (intentId, form, origin) => {
      const intent = intents.get(intentId);
      const charge = intent && charges.get(intent.latest_charge ?? '');
      if (!intent) return notThere('payment_intent', intentId);
      if (intent.status !== 'requires_capture' || !charge) return unexpected(intent, 'captured');
      const amount = Number(textIn(form, 'amount_to_capture') ?? intent.amount_capturable);
      if (!Number.isInteger(amount) || amount < 1 || amount > intent.amount_capturable) {
        return invalid(
          'amount_to_capture',
          `This amount (${amount}) is greater than what can be captured (${intent.amount_capturable}).`,
          'amount_too_large',
        );
      }
      const taken = { ...charge, captured: true, amount_captured: amount };
      charges.set(charge.id, taken);
      const after = kept({ ...intent, status: 'succeeded', amount_capturable: 0, amount_received: amount });
      events.emit('charge.captured', taken, origin, { captured: false });
      events.emit('payment_intent.succeeded', after, origin, { status: 'requires_capture' });
      return json(200, after);
    },
    cancel: (intentId, form, origin) => {
      const intent = intents.get(intentId);
      if (!intent) return notThere('payment_intent', intentId);
      if (intent.status === 'succeeded' || intent.status === 'canceled') return unexpected(intent, 'canceled');
      const reason = textIn(form, 'cancellation_reason') ?? null;
      const cancelled = {
        status: 'canceled',
        amount_capturable: 0,
        canceled_at: now(),
        cancellation_reason: reason,
      } as const;
      const after = kept({ ...intent, ...cancelled });
      events.emit('payment_intent.canceled', after, origin);
      return json(200, after);
    },
    refund: (form, origin) => {
      const intentId = textIn(form, 'payment_intent');
      const charge = charges.get(textIn(form, 'charge') ?? intents.get(intentId ?? '')?.latest_charge ?? '');
      if (!charge) return notThere('payment_intent', intentId ?? textIn(form, 'charge') ?? '');
      const open = charge.amount_captured - charge.amount_refunded;
      const amount = Number(textIn(form, 'amount') ?? open);
      if (charge.refunded) {
        const message = `Charge ${charge.id} has already been refunded.`;
        return failed(400, { type: 'invalid_request_error', code: 'charge_already_refunded', message });
      }
      if (!Number.isInteger(amount) || amount < 1 || amount > open) {
        return invalid(
          'amount',
          `Refund amount (${amount}) is greater than unrefunded amount on charge (${open}).`,
          'amount_too_large',
        );
      }
      const metadata = membersIn(form, 'metadata');
      const reason = textIn(form, 'reason') ?? null;
      const refund = newRefund(charge, { id: id('re'), amount, created: now(), reason, pending: pends(), metadata });
      refunds.set(refund.id, refund);
      const refunded = charge.amount_refunded + amount;
      const after = { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount_captured };
      charges.set(charge.id, after);
      events.emit('refund.created', refund, origin);
      events.emit('charge.refunded', after, origin, { amount_refunded: charge.amount_refunded });
      return json(200, refund);
    },
  };
}

function disputeOf(charge: Charge, id: string, created: number): object {
  return {
    id,
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    evidence: {},
    evidence_details: { due_by: created + 7 * 86_400, has_evidence: false, past_due: false, submission_count: 0 },
    is_charge_refundable: true,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
  };
}
