import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { unreadableAnswer } from '../kit/ask-json.ts';
import { RefusedToken } from '../kit/client-credentials.ts';
import { httpFailure } from '../kit/failures.ts';
import { isObject, readJson } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { DROPSHIP } from './connection.ts';
import { failureOf, SUPPLIER } from './failures.ts';
import { fetchToken } from './session.ts';

export interface SupplierRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the services of the supplier: `/orders/v1/purchaseOrders`. */
  readonly path: string;
  readonly body?: Json;
  /** Statuses outside of 2xx that are answers. */
  readonly also?: readonly number[];
}

/** Tokens last an hour. */
const TOKEN_TTL_MS = 50 * 60_000;

/**
 * One call, with the token all steps of this connection share; one that is no longer taken is fetched once more.
 *
 * @returns the body; an empty object where there is none
 * @throws StepError for a status outside of 2xx and `also`, and for a success that cannot be read
 */
export async function askSupplier(
  ctx: StepContext,
  connectionId: string,
  { method, path, body, also = [] }: SupplierRequest,
): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const connection = await ctx.connection(connectionId);
  const write = method !== 'GET';
  const key = JSON.stringify(['dropship-token', connectionId, connection.baseUrl, connection.settings.clientId]);
  const open = (): Promise<string> =>
    ctx.cached(key, TOKEN_TTL_MS, async () => {
      try {
        return await fetchToken({ connection, http: ctx.http });
      } catch (error) {
        throw error instanceof RefusedToken ? noToken(error, ctx.now) : error;
      }
    });
  const send = (token: string): Promise<HttpResponse> =>
    ctx.http({
      method,
      url: joinUrl(connection.baseUrl, `${DROPSHIP}${path}`),
      headers: { accept: 'application/json', 'x-amz-access-token': token },
      ...(body !== undefined && { body }),
    });

  let token = await open();
  let response = await send(token);
  if (response.status === 401 || response.status === 403) {
    ctx.forget(key, token);
    token = await open();
    response = await send(token);
    if (response.status === 401 || response.status === 403) ctx.forget(key, token);
  }
  const { status, text } = response;
  if ((status < 200 || status > 299) && !also.includes(status)) {
    throw new StepError(failureOf(response, { write, now: ctx.now }));
  }
  if (text === '') return { status, body: {} };
  const read = readJson(text);
  if (!isObject(read)) throw unreadable(write);
  return { status, body: read };
}

/** What the supplier calls us, as every message to it says. */
export async function sellingParty(ctx: StepContext, connectionId: string): Promise<JsonObject> {
  const { settings } = await ctx.connection(connectionId);
  return { partyId: settings.partyId ?? '' };
}

/** A success that cannot be read: after a write nobody knows what happened, and the next attempt looks. */
export function unreadable(write: boolean): StepError {
  return unreadableAnswer({ name: SUPPLIER, code: 'dropship' }, write);
}

function noToken({ response, reason }: RefusedToken, now: number): StepError {
  const plain = httpFailure(response, { system: SUPPLIER, write: false, now });
  if (plain.kind === 'transient') return new StepError(plain);
  const message = `${SUPPLIER} does not let us in: ${reason}.`;
  return new StepError({ kind: 'refused', category: 'auth', code: 'dropship-no-token', message });
}
