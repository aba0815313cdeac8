import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { RefusedToken } from '../kit/client-credentials.ts';
import { httpFailure } from '../kit/failures.ts';
import { readJson } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { API } from './connection.ts';
import { failureOf } from './failures.ts';
import { fetchToken } from './session.ts';

export interface BcRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the company; with `root` below the API itself. */
  readonly path: string;
  readonly root?: boolean;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
  readonly write: boolean;
  /** Statuses outside of 2xx that are answers. */
  readonly also?: readonly number[];
}

/** Tokens last 60 to 75 minutes. */
const TOKEN_TTL_MS = 50 * 60_000;

/**
 * One call, with the token all steps of this connection share; one that is no longer taken is fetched once more.
 *
 * @throws StepError for a status outside of 2xx and `also`
 */
export async function askBusinessCentral(
  ctx: StepContext,
  connectionId: string,
  { method, path, root = false, body, headers = {}, write, also = [] }: BcRequest,
): Promise<{ readonly response: HttpResponse; readonly body: Json | undefined }> {
  const connection = await ctx.connection(connectionId);
  const { clientId = '', company = '', tokenUrl = '' } = connection.settings;
  const key = JSON.stringify(['bc-token', connectionId, connection.baseUrl, clientId, tokenUrl]);
  const open = (): Promise<string> =>
    ctx.cached(key, TOKEN_TTL_MS, async () => {
      try {
        return await fetchToken({ connection, http: ctx.http });
      } catch (error) {
        throw error instanceof RefusedToken ? noToken(error, ctx.now) : error;
      }
    });
  const below = root ? API : `${API}/companies(${company})`;
  const send = (token: string): Promise<HttpResponse> =>
    ctx.http({
      method,
      url: joinUrl(connection.baseUrl, path === '' ? below : `${below}/${path}`),
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { body }),
    });

  let token = await open();
  let response = await send(token);
  if (response.status === 401) {
    ctx.forget(key, token);
    token = await open();
    response = await send(token);
    if (response.status === 401) ctx.forget(key, token);
  }
  const { status, text } = response;
  if ((status < 200 || status > 299) && !also.includes(status)) {
    throw new StepError(failureOf(response, { write, now: ctx.now }));
  }
  return { response, body: text === '' ? undefined : (readJson(text) ?? unreadable(write)) };
}

function noToken({ response, reason }: RefusedToken, now: number): StepError {
  const plain = httpFailure(response, { system: 'Entra ID', write: false, now });
  if (plain.kind === 'transient') return new StepError(plain);
  const message = `Entra ID does not let the application in: ${reason}.`;
  return new StepError({ kind: 'refused', category: 'auth', code: 'bc-no-token', message });
}

/** A success that cannot be read: after a write nobody knows what happened, and the next attempt looks. */
export function unreadable(write: boolean): never {
  throw new StepError({
    kind: 'transient',
    category: 'system',
    code: 'bc-answer-unreadable',
    message: 'Business Central gave an answer that cannot be read.',
    ...(write && { outcomeUnknown: true }),
  });
}

/** A value of OData in single quotes. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
