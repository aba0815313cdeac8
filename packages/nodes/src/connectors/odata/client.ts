import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { RefusedToken } from '../kit/client-credentials.ts';
import { type CsrfSession, csrfHeaders, fetchCsrf, wantsToken } from '../kit/csrf.ts';
import { httpFailure } from '../kit/failures.ts';
import { readJson } from '../kit/read-json.ts';
import { isAbsolute, joinUrl, originOf } from '../kit/url.ts';
import { failureOf, unfit, unreadable } from './failures.ts';
import type { ODataModel } from './model.ts';
import { readEdmx } from './read-edmx.ts';
import { fetchToken, hasClientCredentials, plainHeaders } from './sign-in.ts';

/** A service, opened for one step. */
export interface ODataService {
  readonly model: ODataModel;
  /** @throws StepError for a status outside of 2xx and 404; undefined for 404 */
  get(path: string): Promise<Json | undefined>;
  /** Follows the address of a next page. */
  next(url: string): Promise<Json>;
  /**
   * Sends a change, with a CSRF token where the service wants one. Nothing is decided of its answer.
   *
   * @throws StepError when no answer arrives or no token is to be had
   */
  send(change: Change): Promise<HttpResponse>;
}

export interface Change {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'MERGE';
  readonly path: string;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a service has changes with its releases. */
const MODEL_TTL_MS = 10 * 60_000;
/** Shorter than the 30 minutes after which an idle session of SAP lapses. */
const SESSION_TTL_MS = 20 * 60_000;
/** Tokens of Entra ID last 60 to 75 minutes. */
const TOKEN_TTL_MS = 50 * 60_000;

/**
 * @param below path of the service below the address of the connection; that address is the service where absent
 * @throws StepError kind `flow` when there is no such connection, or no OData service at the address
 */
export async function openODataService(ctx: StepContext, connectionId: string, below = ''): Promise<ODataService> {
  const connection = await ctx.connection(connectionId);
  const service = joinUrl(connection.baseUrl, below).replace(/\/+$/, '');
  // A changed address, user or client must not meet what was kept for the old one.
  const { username = '', client = '', clientId = '', apiKey = '', tokenUrl = '' } = connection.settings;
  const cacheKey = (what: string) =>
    JSON.stringify([`odata-${what}`, connectionId, service, username, client, clientId, apiKey === '', tokenUrl]);

  const token = (): Promise<string> =>
    ctx.cached(cacheKey('token'), TOKEN_TTL_MS, async () => {
      try {
        return await fetchToken(connection, ctx.http);
      } catch (error) {
        throw error instanceof RefusedToken ? noToken(error, ctx.now) : error;
      }
    });

  /** With credentials; a bearer token that is no longer taken is got once more. */
  const signed = async (request: (headers: Readonly<Record<string, string>>) => Promise<HttpResponse>) => {
    if (!hasClientCredentials(connection)) return request(plainHeaders(connection));
    const bearer = await token();
    const answer = await request({ ...plainHeaders(connection), authorization: `Bearer ${bearer}` });
    if (answer.status !== 401) return answer;
    ctx.forget(cacheKey('token'), bearer);
    return request({ ...plainHeaders(connection), authorization: `Bearer ${await token()}` });
  };

  const read = (url: string, accept = 'application/json'): Promise<HttpResponse> =>
    signed((headers) => ctx.http({ method: 'GET', url, headers: { accept, ...headers } }));

  const model = await ctx.cached(cacheKey('model'), MODEL_TTL_MS, async () => {
    const answer = await read(`${service}/$metadata`, 'application/xml');
    if (answer.status !== 200) throw new StepError(failureOf(answer, { write: false, now: ctx.now }));
    const found = readEdmx(answer.text);
    if (typeof found === 'string') throw unfit('flow', `There is no OData service at the address: ${found}.`);
    return found;
  });

  /** A service that gives no token takes changes without one. */
  const csrf = (headers: Readonly<Record<string, string>>): Promise<CsrfSession | undefined> =>
    ctx.cached(cacheKey('csrf'), SESSION_TTL_MS, async () => {
      const { session, answer } = await fetchCsrf(ctx.http, {
        service,
        headers: { accept: 'application/json', ...headers },
      });
      if (!session && (answer.status === 401 || answer.status === 429 || answer.status >= 500)) {
        throw new StepError(failureOf(answer, { write: false, now: ctx.now }));
      }
      return session;
    });

  const getJson = async (url: string): Promise<Json | undefined> => {
    const answer = await read(url);
    if (answer.status === 404) return undefined;
    if (answer.status < 200 || answer.status > 299) {
      throw new StepError(failureOf(answer, { write: false, now: ctx.now }));
    }
    const body = readJson(answer.text);
    if (body === undefined) throw unreadable(false);
    return body;
  };

  return {
    model,
    get: (path) => getJson(joinUrl(service, path)),
    next: async (url) => {
      const body = await getJson(nextAddress(service, url));
      if (body === undefined) throw unreadable(false);
      return body;
    },
    send: ({ method, path, body, headers: more = {} }) =>
      signed(async (headers) => {
        const put = async (session: CsrfSession | undefined) =>
          ctx.http({
            method,
            url: joinUrl(service, path),
            headers: { accept: 'application/json', ...headers, ...more, ...(session && csrfHeaders(session)) },
            ...(body !== undefined && { body }),
          });
        const session = await csrf(headers);
        const answer = await put(session);
        if (!wantsToken(answer)) return answer;
        ctx.forget(cacheKey('csrf'), session);
        const fresh = await csrf(headers);
        const again = fresh ? await put(fresh) : answer;
        if (!wantsToken(again)) return again;
        ctx.forget(cacheKey('csrf'), fresh);
        throw new StepError({
          kind: 'transient',
          category: 'auth',
          code: 'odata-token-refused',
          message: 'The service does not accept the CSRF token it has just given.',
        });
      }),
  };
}

/**
 * Where a next page is. Services behind a gateway may name another host: the path is what counts, and credentials stay at the address of
 * the connection.
 */
function nextAddress(service: string, url: string): string {
  if (!isAbsolute(url)) return url.startsWith('/') ? `${originOf(service)}${url}` : joinUrl(service, url);
  const path = url.replace(/^https?:\/\/[^/?]*/i, '');
  return `${originOf(service)}${path.startsWith('/') ? path : `/${path}`}`;
}

function noToken({ response, reason }: RefusedToken, now: number): StepError {
  const plain = httpFailure(response, { system: 'The token endpoint', write: false, now });
  if (plain.kind === 'transient') return new StepError(plain);
  const message = `The token endpoint does not let us in: ${reason}.`;
  return new StepError({ kind: 'refused', category: 'auth', code: 'odata-no-token', message });
}
