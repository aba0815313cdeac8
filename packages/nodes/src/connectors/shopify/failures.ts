import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { at, isObject, listAt, readJson, textAt } from '../kit/read-json.ts';

const SYSTEM = 'Shopify';

/** Milliseconds after which a request that is under way under the same key is done, as a rule. */
const UNDER_WAY_MS = 1_000;

/** Shortest wait for points to come back. */
const LEAST_WAIT_MS = 250;

/** One of the `userErrors` of a mutation. */
export interface UserError {
  /** Dotted; empty where the whole request is meant. */
  readonly field: string;
  readonly message: string;
  readonly code: string;
}

interface Exchange {
  readonly write: boolean;
  readonly now: number;
}

/**
 * What an answer of the GraphQL Admin API outside 2xx means, or undefined for a success that only its body can tell.
 *
 * @see https://shopify.dev/docs/api/admin-graphql, "Status and error codes"
 */
export function statusFailure(response: HttpResponse, { write, now }: Exchange): Failure | undefined {
  const { status, text } = response;
  if (status >= 200 && status < 300) return undefined;
  const plain = httpFailure(response, { system: SYSTEM, write, now });
  const body = readJson(text);
  // A throttled call is answered 200 or 429; both name the points.
  if (status === 429) return { ...plain, retryAfterMs: plain.retryAfterMs ?? pointsBackMs(body) };
  const said = textAt(body, 'errors') ?? textAt(listAt(body, 'errors')[0], 'message');
  if (status === 402 || status === 423) {
    const message = `${SYSTEM}: ${said ?? 'the shop is frozen or locked'} (${status}).`;
    return { ...plain, category: 'auth', code: 'shopify-shop-closed', message };
  }
  return said === undefined || plain.kind === 'transient' ? plain : { ...plain, message: `${plain.message} ${said}` };
}

/**
 * What the top-level `errors` of an answer with status 200 mean; undefined where there are none. The first decides.
 *
 * @see https://shopify.dev/docs/api/usage/rate-limits, `THROTTLED`
 */
export function errorsFailure(body: Json, { write }: Pick<Exchange, 'write'>): Failure | undefined {
  const errors = listAt(body, 'errors');
  const [first] = errors;
  if (first === undefined) return undefined;
  const message = textAt(first, 'message') ?? 'an error without words';
  const code = textAt(first, 'extensions', 'code') ?? '';
  const details = { errors: errors.slice(0, 20).map((one) => (isObject(one) ? one : { message: String(one) })) };
  switch (code) {
    case 'THROTTLED':
      return {
        kind: 'transient',
        category: 'rate',
        code: 'shopify-throttled',
        message: `${SYSTEM} asks us to slow down: its points are used up.`,
        retryAfterMs: pointsBackMs(body),
      };
    case 'ACCESS_DENIED':
      return {
        kind: 'refused',
        category: 'auth',
        code: 'shopify-access-denied',
        message: `${SYSTEM}: the app may not do this. ${message}`,
        details,
      };
    case 'SHOP_INACTIVE':
      return {
        kind: 'refused',
        category: 'auth',
        code: 'shopify-shop-closed',
        message: `${SYSTEM}: ${message}`,
        details,
      };
    case 'INTERNAL_SERVER_ERROR':
      return {
        kind: 'transient',
        category: 'system',
        code: 'shopify-internal-error',
        message: `${SYSTEM} failed inside: ${message}`,
        ...(write && { outcomeUnknown: true }),
        details,
      };
    default:
      return {
        kind: 'flow',
        category: 'validation',
        code: 'shopify-query-refused',
        message: `${SYSTEM} does not take the query: ${message}`,
        details,
      };
  }
}

/** The `userErrors` of a mutation's answer. */
export function userErrorsOf(payload: Json | undefined): readonly UserError[] {
  return listAt(payload, 'userErrors').map((one) => ({
    field: listAt(one, 'field').map(String).join('.'),
    message: textAt(one, 'message') ?? '',
    code: textAt(one, 'code') ?? '',
  }));
}

/** What `userErrors` mean of a mutation that made nothing. */
export function refusal(errors: readonly UserError[]): Failure {
  const [first] = errors;
  const { code = '', message = 'without a reason' } = first ?? {};
  const details = { userErrors: errors.slice(0, 20).map((one) => ({ ...one })) };
  // Not every mutation gives codes, so the words count too.
  if (code === 'IDEMPOTENCY_CONCURRENT_REQUEST' || /currently in progress/i.test(message)) {
    return {
      kind: 'transient',
      category: 'system',
      code: 'shopify-under-way',
      message: `${SYSTEM} is still busy with an earlier attempt of this step.`,
      retryAfterMs: UNDER_WAY_MS,
      outcomeUnknown: true,
      details,
    };
  }
  if (code === 'INTERNAL_ERROR') {
    const text = `${SYSTEM} failed inside: ${message}`;
    return { kind: 'transient', category: 'system', code: 'shopify-internal-error', message: text, details };
  }
  if (code === 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' || /same idempotency key/i.test(message)) {
    return {
      kind: 'unknown',
      category: 'business',
      code: 'shopify-key-reused',
      message: `${SYSTEM} knows this step's key from a request with other values: look what that one did.`,
      details,
    };
  }
  return {
    kind: 'refused',
    category: 'business',
    code: code === '' ? 'shopify-refused' : `shopify-${code.toLowerCase().replaceAll('_', '-')}`,
    message: `${SYSTEM} refused: ${message}`,
    details,
  };
}

/**
 * How long a throttled call of GraphQL shall wait, in milliseconds: its points are then there again. Undefined for any
 * other answer.
 *
 * @see https://shopify.dev/docs/api/usage/rate-limits, `THROTTLED`; the status is 200 or 429
 */
export function throttledMs({ text }: Pick<HttpResponse, 'text'>): number | undefined {
  // Most answers are none: they are not read twice.
  if (!text.includes('"THROTTLED"')) return undefined;
  const body = readJson(text);
  const isThrottled = textAt(listAt(body, 'errors')[0], 'extensions', 'code') === 'THROTTLED';
  return isThrottled ? pointsBackMs(body) : undefined;
}

/** Milliseconds until the points a query asks for are there again; a second where the answer does not tell. */
function pointsBackMs(body: Json | undefined): number {
  const number = (...path: string[]): number => Number(at(body, 'extensions', 'cost', ...path));
  const missing = number('requestedQueryCost') - number('throttleStatus', 'currentlyAvailable');
  const wait = (missing / number('throttleStatus', 'restoreRate')) * 1_000;
  return Number.isFinite(wait) ? Math.max(LEAST_WAIT_MS, Math.ceil(wait)) : 1_000;
}
