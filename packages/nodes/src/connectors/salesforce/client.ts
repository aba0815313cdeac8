import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { readJson } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { errorsOf, failureOf } from './failures.ts';
import { clientName } from './pubsub/changes.ts';
import { fetchSession, RefusedSession, type SalesforceSession } from './session.ts';

export interface SalesforceRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Below the org's address. */
  readonly path: string;
  readonly body?: Json;
  /** Instead of a body. */
  readonly csv?: string;
  /** The answer is CSV, to be found in `response.text`. */
  readonly wantsCsv?: boolean;
  readonly write: boolean;
  /** Statuses outside of 2xx that are answers. */
  readonly also?: readonly number[];
}

/** A session may last from fifteen minutes to a day, and nobody says how long: a lapsed one is told by its first 401. */
const SESSION_TTL_MS = 50 * 60_000;

/**
 * One call, with the session all steps of this connection share. A session that has lapsed is fetched once more, whoever
 * notices, and the call is sent again: Salesforce looks at the session before anything else.
 *
 * @throws StepError for a status outside of 2xx and `also`
 */
export async function askSalesforce(
  ctx: StepContext,
  connectionId: string,
  { method, path, body, csv, wantsCsv = false, write, also = [] }: SalesforceRequest,
): Promise<{ readonly response: HttpResponse; readonly body: Json | undefined }> {
  const connection = await ctx.connection(connectionId);
  const { clientId = '', username = '' } = connection.settings;
  const key = JSON.stringify(['salesforce-session', connectionId, connection.baseUrl, clientId, username]);
  const open = (): Promise<SalesforceSession> =>
    ctx.cached(key, SESSION_TTL_MS, async () => {
      try {
        return await fetchSession({ connection, now: ctx.now, http: ctx.http, signRs256: ctx.signRs256 });
      } catch (error) {
        throw error instanceof RefusedSession ? noSession(error, ctx.now) : error;
      }
    });
  const send = ({ token, instanceUrl }: SalesforceSession): Promise<HttpResponse> =>
    ctx.http({
      method,
      url: joinUrl(instanceUrl, path),
      headers: {
        accept: wantsCsv ? 'text/csv' : 'application/json',
        authorization: `Bearer ${token}`,
        // What we change comes back as a change event; there the org says who it was.
        'sforce-call-options': `client=${clientName(connectionId)}`,
        ...(csv !== undefined && { 'content-type': 'text/csv; charset=UTF-8' }),
      },
      ...(csv !== undefined ? { body: csv } : body !== undefined && { body }),
    });

  let session = await open();
  let response = await send(session);
  if (hasLapsed(response)) {
    ctx.forget(key, session);
    session = await open();
    response = await send(session);
    if (hasLapsed(response)) ctx.forget(key, session);
  }
  const { status, text } = response;
  if ((status < 200 || status > 299) && !also.includes(status)) {
    throw new StepError(failureOf(response, { write, now: ctx.now }));
  }
  if (wantsCsv) return { response, body: undefined };
  return { response, body: text === '' ? undefined : (readJson(text) ?? unreadable(write)) };
}

function hasLapsed({ status, text }: HttpResponse): boolean {
  return status === 401 && errorsOf(readJson(text)).some(({ code }) => code === 'INVALID_SESSION_ID');
}

function noSession({ response, reason }: RefusedSession, now: number): StepError {
  const plain = httpFailure(response, { system: 'Salesforce', write: false, now });
  if (plain.kind === 'transient') return new StepError(plain);
  return new StepError({
    kind: 'refused',
    category: 'auth',
    code: 'salesforce-no-session',
    message: `Salesforce does not let the connected app in: ${reason}.`,
  });
}

/** A success that cannot be read: after a write nobody knows what happened. */
export function unreadable(write: boolean): never {
  throw new StepError({
    kind: 'transient',
    category: 'system',
    code: 'salesforce-answer-unreadable',
    message: 'Salesforce gave an answer that cannot be read.',
    ...(write && { outcomeUnknown: true }),
  });
}
