import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { at, isObject, readJson, textAt } from '../kit/read-json.ts';

const SYSTEM = 'Stripe';

/** Milliseconds after which a request that was under way under the same key is done, as a rule. */
const UNDER_WAY_MS = 1_000;

/**
 * What an answer of Stripe outside 2xx means. The one table of this connector.
 *
 * A 5xx that Stripe keeps under our key (`Idempotent-Replayed`) comes again for ever: nobody knows what happened, and
 * asking again does not tell.
 *
 * @see https://docs.stripe.com/api/errors, https://docs.stripe.com/api/idempotent_requests
 */
export function failureOf(response: HttpResponse, now: number): Failure {
  const { status, headers, text } = response;
  const plain = httpFailure(response, { system: SYSTEM, write: true, now });
  const error = at(readJson(text), 'error');
  if (!isObject(error)) return plain;
  const [type, code, said] = [textAt(error, 'type'), textAt(error, 'code'), textAt(error, 'message')];
  const details = {
    type: type ?? '',
    code: code ?? '',
    declineCode: textAt(error, 'decline_code') ?? '',
    param: textAt(error, 'param') ?? '',
    requestId: headers['request-id'] ?? '',
  };
  if (status >= 500 && headers['idempotent-replayed'] === 'true') {
    return {
      kind: 'unknown',
      category: 'system',
      code: 'stripe-failure-kept',
      message: `${SYSTEM} failed with this request and keeps that answer: look up request ${details.requestId} in its dashboard.`,
      details,
    };
  }
  if (status === 409 && code === 'idempotency_key_in_use') {
    return {
      kind: 'transient',
      category: 'system',
      code: 'stripe-under-way',
      message: `${SYSTEM} is still busy with an earlier attempt of this step.`,
      retryAfterMs: plain.retryAfterMs ?? UNDER_WAY_MS,
      outcomeUnknown: true,
      details,
    };
  }
  if (plain.kind === 'transient') {
    return headers['stripe-should-retry'] === 'false' ? { ...plain, kind: 'refused', details } : { ...plain, details };
  }
  if (headers['stripe-should-retry'] === 'true') return { ...plain, kind: 'transient', details };
  if (said === undefined || plain.category === 'auth') return { ...plain, details };
  if (type === 'idempotency_error') {
    return {
      ...plain,
      category: 'business',
      code: 'stripe-key-reused',
      message: `${SYSTEM} refused: ${said}`,
      details,
    };
  }
  const known = code === undefined ? 'stripe-refused' : `stripe-${code.replaceAll('_', '-')}`;
  const category = type === 'card_error' || status !== 400 ? 'business' : categoryOf(code);
  return { ...plain, category, code: known, message: `${SYSTEM} refused: ${said}`, details };
}

/** A 400 is a mistake in the request, unless it is about the state of the money. */
function categoryOf(code: string | undefined): 'business' | 'validation' {
  return /unexpected_state|already_refunded|amount_too_large|already_captured/.test(code ?? '')
    ? 'business'
    : 'validation';
}
