import { type HttpResponse, type ResolvedConnection, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { at, readJson, textAt } from '../kit/read-json.ts';
import { joinUrl, type QueryValue, withQuery } from '../kit/url.ts';
import { bucketOf, type Operation } from './buckets.ts';
import { failureOf, mayBeLapsed } from './failures.ts';
import { fetchAccessToken, RefusedToken } from './session.ts';

export interface SpRequest {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: Json;
  /** The answer is wanted with personal data of the buyer. */
  readonly restricted?: boolean;
}

/** Access and restricted data tokens last an hour. */
const TOKEN_TTL_MS = 50 * 60_000;

/** What restricted data tokens are asked for: orders of any number, with buyer and address. */
const RESTRICTED = ['/orders/v0/orders', '/orders/v0/orders/{orderId}', '/orders/v0/orders/{orderId}/orderItems'].map(
  (path) => ({ method: 'GET', path, dataElements: ['buyerInfo', 'shippingAddress'] }),
);

/**
 * One call, within the usage plan of its operation. A token that is no longer taken is fetched once more, and the call sent again: Amazon
 * looks at the token before anything else.
 *
 * @throws StepError for a status outside of 2xx, and `rate-limited` when the usage plan is used up; undefined for a 404 of a GET
 */
export async function askAmazon(ctx: StepContext, connectionId: string, request: SpRequest): Promise<Json | undefined> {
  const connection = await ctx.connection(connectionId);
  const { operation, method, path, query = {}, body, restricted = false } = request;
  const tokens = tokensOf(ctx, connection);
  const bucket = await bucketOf(ctx, connectionId, operation);
  const send = async (token: string): Promise<HttpResponse> => {
    bucket.take();
    const response = await ctx.http({
      method,
      url: withQuery(joinUrl(connection.baseUrl, path), query),
      headers: { accept: 'application/json', 'x-amz-access-token': token },
      ...(body !== undefined && { body }),
    });
    bucket.learn(Number(response.headers['x-amzn-ratelimit-limit']));
    return response;
  };
  let token = await tokens.get(restricted);
  let response = await send(token);
  if (mayBeLapsed(response)) {
    tokens.forget(restricted, token);
    token = await tokens.get(restricted);
    response = await send(token);
  }
  const { status, text } = response;
  if (status === 404 && method === 'GET') return undefined;
  const write = method !== 'GET';
  if (status < 200 || status > 299) {
    const waitMs = status === 429 ? bucket.empty() : 0;
    throw new StepError(failureOf(response, { write, now: ctx.now, waitMs }));
  }
  return text === '' ? null : (readJson(text) ?? unreadable(write));
}

/** The payload of an answer of the Orders API. @throws StepError when there is none */
export function payloadOf(answer: Json): Json {
  return at(answer, 'payload') ?? unreadable(false);
}

/** A success that cannot be read: after a write nobody knows what happened. */
export function unreadable(write: boolean): never {
  throw new StepError({
    kind: 'transient',
    category: 'system',
    code: 'amazon-answer-unreadable',
    message: 'Amazon gave an answer that cannot be read.',
    ...(write && { outcomeUnknown: true }),
  });
}

function tokensOf(ctx: StepContext, connection: ResolvedConnection) {
  const key = (kind: string) =>
    JSON.stringify([kind, connection.id, connection.baseUrl, connection.settings.clientId ?? '']);
  const access = (): Promise<string> =>
    ctx.cached(key('sp-api-token'), TOKEN_TTL_MS, async () => {
      try {
        return await fetchAccessToken({ connection, now: ctx.now, http: ctx.http });
      } catch (error) {
        throw error instanceof RefusedToken ? noToken(error, ctx.now) : error;
      }
    });
  const restrictedToken = (): Promise<string> =>
    ctx.cached(key('sp-api-rdt'), TOKEN_TTL_MS, async () => {
      const token = await access();
      const made = await askRestricted(ctx, connection, token);
      if (typeof made === 'string') return made;
      // The access token has lapsed as well, as it does when both were fetched together.
      ctx.forget(key('sp-api-token'), token);
      return (await askRestricted(ctx, connection, await access(), true)) ?? unreadable(false);
    });
  return {
    get: (restricted: boolean) => (restricted ? restrictedToken() : access()),
    forget: (restricted: boolean, stale: string) => {
      ctx.forget(key(restricted ? 'sp-api-rdt' : 'sp-api-token'), stale);
    },
  };
}

/**
 * @param fresh the access token was fetched just now: a refusal is one
 * @returns a restricted data token, or undefined when the access token may have lapsed
 * @see developer-docs.amazon.com/sp-api, "Tokens API v2021-03-01"
 */
async function askRestricted(
  ctx: StepContext,
  connection: ResolvedConnection,
  token: string,
  fresh = false,
): Promise<string | undefined> {
  const bucket = await bucketOf(ctx, connection.id, 'createRestrictedDataToken');
  bucket.take();
  const response = await ctx.http({
    method: 'POST',
    url: joinUrl(connection.baseUrl, '/tokens/2021-03-01/restrictedDataToken'),
    headers: { accept: 'application/json', 'x-amz-access-token': token },
    body: { restrictedResources: RESTRICTED },
  });
  const made = textAt(readJson(response.text), 'restrictedDataToken');
  if (response.status === 200 && made !== undefined) return made;
  if (!fresh && mayBeLapsed(response)) return undefined;
  const waitMs = response.status === 429 ? bucket.empty() : 0;
  // A token leaves nothing behind: it may be asked for again.
  throw new StepError(failureOf(response, { write: false, now: ctx.now, waitMs }));
}

function noToken({ response, reason }: RefusedToken, now: number): StepError {
  const plain = httpFailure(response, { system: 'Login with Amazon', write: false, now });
  if (plain.kind === 'transient') return new StepError(plain);
  return new StepError({
    kind: 'refused',
    category: 'auth',
    code: 'amazon-no-token',
    message: `Login with Amazon does not let the app in (${reason}): authorise it anew, and put the refresh token into the connection.`,
  });
}
