import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { basicAuth } from '../kit/auth.ts';
import { type CsrfSession, csrfHeaders, fetchCsrf, wantsToken } from '../kit/csrf.ts';
import { type SapMessage, sapMessages } from '../kit/odata-error.ts';
import { at, isObject, readJson } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { failureOf } from './failures.ts';

/** A service of one S/4HANA system, opened for one step. */
export interface SapService {
  /** The `d` of the answer, the whole answer of an OData v4 service. @throws StepError when the answer is no success or cannot be read */
  get(path: string): Promise<JsonObject>;
  /**
   * Sends a write with the CSRF token of this connection, fetched once more when the system says it has lapsed.
   *
   * @throws StepError with `outcomeUnknown` when the system may have carried it out without our learning the result; it
   *   asks for a wait, so that what is still under way there can be found before anybody repeats it
   */
  post(
    path: string,
    body: Json,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly d: JsonObject; readonly messages: readonly SapMessage[] }>;
  /**
   * Changes a record that is still as `etag` says, with the same care.
   *
   * @returns the ETag it has now
   * @throws StepError `sap-changed-in-between` when somebody else changed it
   */
  patch(path: string, body: Json, etag: string): Promise<string>;
}

/** Shorter than the 30 minutes after which an idle session lapses. */
const SESSION_TTL_MS = 20 * 60_000;

/** A lost answer does not stop S/4HANA: it may commit a moment after we look. Longer than an order usually takes there. */
const SETTLE_MS = 3_000;

/**
 * @param root path of the service below the system's address, without a slash at the end
 * @param odata version of its protocol
 * @throws StepError kind `flow` when there is no such connection
 */
export async function openSapService(
  ctx: StepContext,
  connectionId: string,
  root: string,
  odata: 2 | 4 = 2,
): Promise<SapService> {
  const { baseUrl, settings } = await ctx.connection(connectionId);
  const { username = '', password = '', client = '' } = settings;
  const service = joinUrl(baseUrl, root);
  const headers = {
    accept: 'application/json',
    authorization: basicAuth(username, password),
    ...(client !== '' && { 'sap-client': client }),
  };
  // A changed address, user or client must not meet the session of the old one.
  const cacheKey = JSON.stringify(['sap-session', connectionId, service, username, client]);

  const openSession = async (): Promise<CsrfSession> => {
    const { session, answer } = await fetchCsrf(ctx.http, { service, headers });
    if (session) return session;
    if (answer.status >= 300) throw new StepError(failureOf(answer, { write: false, now: ctx.now }));
    throw new StepError({
      kind: 'flow',
      category: 'system',
      code: 'sap-no-token',
      message: 'S/4HANA gives no CSRF token at this address: check the address of the connection.',
    });
  };

  const write = ({ method, path, body, more }: Write, session: CsrfSession): Promise<HttpResponse> =>
    ctx.http({
      method,
      url: joinUrl(service, path),
      headers: {
        ...headers,
        'content-type': 'application/json',
        ...csrfHeaders(session),
        ...more,
      },
      body,
    });

  const change = settling(async (request) => {
    let session = await ctx.cached(cacheKey, SESSION_TTL_MS, openSession);
    let answer = await write(request, session);
    if (wantsToken(answer)) {
      ctx.forget(cacheKey, session);
      session = await ctx.cached(cacheKey, SESSION_TTL_MS, openSession);
      answer = await write(request, session);
    }
    if (wantsToken(answer)) {
      ctx.forget(cacheKey, session);
      throw new StepError({
        kind: 'transient',
        category: 'auth',
        code: 'sap-token-refused',
        message: 'S/4HANA does not accept the CSRF token it has just given.',
      });
    }
    if (!isSuccess(answer)) throw new StepError(failureOf(answer, { write: true, now: ctx.now }));
    return answer;
  });

  return {
    get: async (path) => {
      const answer = await ctx.http({ method: 'GET', url: joinUrl(service, path), headers });
      if (!isSuccess(answer)) throw new StepError(failureOf(answer, { write: false, now: ctx.now }));
      const d = bodyOf(answer, odata);
      if (d === undefined) throw unreadable(answer, false);
      return d;
    },
    post: async (path, body, more = {}) => {
      const answer = await change({ method: 'POST', path, body, more });
      const d = bodyOf(answer, odata);
      if (d === undefined) throw settled(unreadable(answer, true));
      return { d, messages: sapMessages(answer) };
    },
    patch: async (path, body, etag) => {
      const answer = await change({ method: 'PATCH', path, body, more: { 'if-match': etag } });
      return answer.headers.etag ?? '';
    },
  };
}

interface Write {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: Json;
  readonly more: Readonly<Record<string, string>>;
}

type Change = (request: Write) => Promise<HttpResponse>;

/** Makes a failure with an unknown outcome ask for the time in which the outcome settles. */
function settling(change: Change): Change {
  return async (request) => {
    try {
      return await change(request);
    } catch (error) {
      throw settled(error);
    }
  };
}

/** The failure, and the wait where its outcome is unknown. */
function settled(error: unknown): unknown {
  if (!(error instanceof StepError) || error.failure.outcomeUnknown !== true) return error;
  const retryAfterMs = Math.max(SETTLE_MS, error.failure.retryAfterMs ?? 0);
  return new StepError({ ...error.failure, retryAfterMs }, { cause: error });
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

function bodyOf({ text }: HttpResponse, odata: 2 | 4): JsonObject | undefined {
  const d = odata === 2 ? at(readJson(text), 'd') : readJson(text);
  return isObject(d) ? d : undefined;
}

/** A success whose body is an HTML page or cut short: after a write nobody knows what happened. */
function unreadable({ status }: HttpResponse, write: boolean): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: 'sap-answer-unreadable',
    message: `S/4HANA answered ${status}, but with something that cannot be read.`,
    ...(write && { outcomeUnknown: true }),
  });
}
