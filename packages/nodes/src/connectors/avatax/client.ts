import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Failure, Json, JsonObject } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { at, isObject, listAt, readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { avataxHeaders } from './connection.ts';

const SYSTEM = 'AvaTax';

export interface AvataxRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Json;
  /** True when it leaves something behind; a quote does not. */
  readonly write: boolean;
}

/** @throws StepError when the answer is no success or cannot be read; undefined for a GET that finds nothing */
export async function askAvatax(
  ctx: StepContext,
  connectionId: string,
  { method, path, body, write }: AvataxRequest,
): Promise<JsonObject | undefined> {
  const { baseUrl, settings } = await ctx.connection(connectionId);
  const answer = await ctx.http({
    method,
    url: joinUrl(baseUrl, path),
    headers: avataxHeaders(settings),
    ...(body !== undefined && { body }),
  });
  if (answer.status === 404 && method === 'GET') return undefined;
  if (answer.status < 200 || answer.status > 299) throw new StepError(failureOf(answer, { write, now: ctx.now }));
  const read = readJson(answer.text);
  if (isObject(read)) return read;
  throw unreadable(write);
}

/** A success that cannot be read: after a write nobody knows what happened, and the next attempt looks. */
export function unreadable(write: boolean): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: 'avatax-answer-unreadable',
    message: `${SYSTEM} gave an answer that cannot be read.`,
    ...(write && { outcomeUnknown: true }),
  });
}

/**
 * What an answer of AvaTax outside 2xx means. The one table of this connector.
 *
 * @see https://developer.avalara.com/avatax/errors
 */
function failureOf(response: HttpResponse, exchange: { readonly write: boolean; readonly now: number }): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  const error = at(readJson(response.text), 'error');
  if (!isObject(error)) return plain;
  const code = textAt(error, 'code') ?? '';
  const complaints = listAt(error, 'details').map((one) => ({
    code: textAt(one, 'code') ?? '',
    message: textAt(one, 'message') ?? '',
    description: textAt(one, 'description') ?? '',
    severity: textAt(one, 'severity') ?? '',
  }));
  const details = { code, target: textAt(error, 'target') ?? '', complaints: complaints.slice(0, 20) };
  if (plain.kind === 'transient' || plain.category === 'auth') return { ...plain, details };
  const said = complaints.find(({ message }) => message !== '')?.message ?? textAt(error, 'message') ?? '';
  const isThere = [code, ...complaints.map((one) => one.code)].some((each) => IS_THERE.has(each));
  return {
    ...plain,
    category: isThere ? 'business' : 'validation',
    code: isThere ? 'avatax-already-recorded' : 'avatax-refused',
    message: `${SYSTEM} refused: ${said} (${code})`,
    details,
  };
}

/** The document is there and can no longer be changed. */
const IS_THERE: ReadonlySet<string> = new Set(['DocStatusError', 'DuplicateEntry', 'DocumentAlreadyExists']);
