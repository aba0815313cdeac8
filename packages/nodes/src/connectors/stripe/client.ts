import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { isObject, readJson } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { stripeHeaders } from './connection.ts';
import { failureOf } from './failures.ts';

/** Members of a request; those that are undefined are left out. */
export type StripeForm = Readonly<
  Record<string, string | boolean | undefined | Readonly<Record<string, string | undefined>>>
>;

/**
 * A write under an idempotency key, that of the step unless another is given: Stripe answers a repeated one with its first answer.
 *
 * @returns the object; a declined card is an answer too, the `error` of which it gives
 * @throws StepError for every other failure
 */
export async function postToStripe(
  ctx: StepContext,
  connectionId: string,
  path: string,
  form: StripeForm,
  key: string = ctx.key,
): Promise<{ readonly object: JsonObject } | { readonly declined: JsonObject }> {
  const { baseUrl, settings } = await ctx.connection(connectionId);
  const answer = await ctx.http({
    method: 'POST',
    url: joinUrl(baseUrl, path),
    headers: {
      ...stripeHeaders(settings),
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': key,
    },
    body: encoded(form),
  });
  const read = readJson(answer.text);
  if (answer.status === 402 && isObject(read) && isObject(read.error)) return { declined: read.error };
  if (answer.status < 200 || answer.status > 299) throw new StepError(failureOf(answer, ctx.now));
  if (isObject(read)) return { object: read };
  throw unreadable(answer);
}

/** As `postToStripe`, where a declined card is a failure like any other. */
export async function changeAtStripe(
  ctx: StepContext,
  connectionId: string,
  path: string,
  form: StripeForm,
  key: string = ctx.key,
): Promise<JsonObject> {
  const answer = await postToStripe(ctx, connectionId, path, form, key);
  if ('object' in answer) return answer.object;
  const response = { status: 402, headers: {}, cookies: [], text: JSON.stringify({ error: answer.declined }) };
  throw new StepError(failureOf(response, ctx.now));
}

/** @throws StepError when the answer is no success or cannot be read */
export async function readFromStripe(ctx: StepContext, connectionId: string, path: string): Promise<JsonObject> {
  const { baseUrl, settings } = await ctx.connection(connectionId);
  const answer = await ctx.http({ method: 'GET', url: joinUrl(baseUrl, path), headers: stripeHeaders(settings) });
  if (answer.status < 200 || answer.status > 299) {
    const { outcomeUnknown: _, ...failure } = failureOf(answer, ctx.now);
    throw new StepError(failure);
  }
  const read = readJson(answer.text);
  if (isObject(read)) return read;
  throw unreadable(answer);
}

/** A success that cannot be read; asking again under the same key gives the first answer once more. */
export function unreadable({ status }: Pick<HttpResponse, 'status'>): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: 'stripe-answer-unreadable',
    message: `Stripe answered ${status}, but with something that cannot be read.`,
    outcomeUnknown: true,
  });
}

/** @see https://docs.stripe.com/api: form-encoded, members of members in brackets */
function encoded(form: StripeForm): string {
  const pairs = Object.entries(form).flatMap(([name, value]): readonly (readonly [string, string])[] => {
    if (value === undefined) return [];
    if (typeof value !== 'object') return [[name, String(value)]];
    return Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[`${name}[${key}]`, inner]]));
  });
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
