import { json, type Reply } from '../../../simulators/kit/exchange.ts';

/** An error as Stripe words it. @see https://docs.stripe.com/api/errors */
export interface StripeError {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly payment_intent?: unknown;
  readonly charge?: string;
}

export function failed(status: number, error: StripeError, headers: Reply['headers'] = {}): Reply {
  const doc =
    error.code === undefined
      ? {}
      : { doc_url: `https://stripe.com/docs/error-codes/${error.code.replaceAll('_', '-')}` };
  return json(status, { error: { ...error, ...doc } }, headers);
}

export const missing = (param: string): Reply =>
  failed(400, {
    type: 'invalid_request_error',
    code: 'parameter_missing',
    param,
    message: `Missing required param: ${param}.`,
  });

export const invalid = (param: string, message: string, code = 'parameter_invalid_integer'): Reply =>
  failed(400, { type: 'invalid_request_error', code, param, message });

export const notThere = (what: string, id: string): Reply =>
  failed(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param: 'intent',
    message: `No such ${what}: '${id}'`,
  });

/** Why a card is declined, by what Stripe's test payment methods are called. @see https://docs.stripe.com/testing */
export const DECLINES: Readonly<
  Record<string, { readonly code: string; readonly declineCode: string; readonly message: string }>
> = {
  pm_card_visa_chargeDeclined: {
    code: 'card_declined',
    declineCode: 'generic_decline',
    message: 'Your card was declined.',
  },
  pm_card_visa_chargeDeclinedInsufficientFunds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  pm_card_visa_chargeDeclinedLostCard: {
    code: 'card_declined',
    declineCode: 'lost_card',
    message: 'Your card was declined.',
  },
  pm_card_chargeDeclinedExpiredCard: {
    code: 'expired_card',
    declineCode: 'expired_card',
    message: 'Your card has expired.',
  },
};
