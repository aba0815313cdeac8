import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { at, isObject, readJson } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { SHOPIFY_API_VERSION } from './connection.ts';
import { errorsFailure, refusal, statusFailure, type UserError, userErrorsOf } from './failures.ts';

export interface ShopifyRequest {
  /** A GraphQL document with one operation. */
  readonly query: string;
  readonly variables?: JsonObject;
  /** Whether it leaves something behind: a mutation. */
  readonly write: boolean;
}

/**
 * One call of the GraphQL Admin API.
 *
 * @returns the `data`
 * @throws StepError for a status outside of 2xx and for any top-level `errors`; after a write that nobody answered with
 *   `outcomeUnknown`
 */
export async function askShopify(
  ctx: StepContext,
  connectionId: string,
  { query, variables = {}, write }: ShopifyRequest,
): Promise<JsonObject> {
  const { baseUrl, settings } = await ctx.connection(connectionId);
  const answer = await exchange(ctx, write, {
    method: 'POST',
    url: joinUrl(baseUrl, `/admin/api/${SHOPIFY_API_VERSION}/graphql.json`),
    headers: { accept: 'application/json', 'x-shopify-access-token': settings.accessToken ?? '' },
    body: { query, variables },
  });
  const failed = statusFailure(answer, { write, now: ctx.now });
  if (failed) throw new StepError(failed);
  const body = readJson(answer.text);
  if (!isObject(body)) throw unreadable(write);
  const refused = errorsFailure(body, { write });
  if (refused) throw new StepError(refused);
  const data = at(body, 'data');
  if (!isObject(data)) throw unreadable(write);
  return data;
}

/**
 * A mutation, by its one field.
 *
 * @returns its payload, and the `userErrors` that came along with what was made
 * @throws StepError as `askShopify`, and a refusal where `made` is null
 */
export async function changeAtShopify(
  ctx: StepContext,
  connectionId: string,
  { field, made, ...request }: Omit<ShopifyRequest, 'write'> & { readonly field: string; readonly made: string },
): Promise<{ readonly payload: JsonObject; readonly warnings: readonly UserError[] }> {
  const data = await askShopify(ctx, connectionId, { ...request, write: true });
  const payload = data[field];
  if (!isObject(payload)) throw unreadable(true);
  const errors = userErrorsOf(payload);
  if (at(payload, made) === null || at(payload, made) === undefined) {
    throw errors.length > 0 ? new StepError(refusal(errors)) : unreadable(true);
  }
  for (const { message, field: at } of errors)
    ctx.log('warn', `Shopify says with its answer: ${message}`, { field: at });
  return { payload, warnings: errors };
}

/** A POST that only reads leaves nothing uncertain when its answer is lost. */
async function exchange(
  ctx: StepContext,
  write: boolean,
  request: Parameters<StepContext['http']>[0],
): Promise<HttpResponse> {
  try {
    return await ctx.http(request);
  } catch (error) {
    if (write || !(error instanceof StepError) || error.failure.outcomeUnknown !== true) throw error;
    const { outcomeUnknown: _lost, ...failure } = error.failure;
    throw new StepError(failure, { cause: error });
  }
}

/** A success that cannot be read: after a write nobody knows what happened. */
export function unreadable(write: boolean): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: 'shopify-answer-unreadable',
    message: 'Shopify gave an answer that cannot be read.',
    ...(write && { outcomeUnknown: true }),
  });
}
