import type { HttpResponse, StepContext } from '@lockstep/schema/node';
import type { Failure, JsonObject } from '@lockstep/schema/run';
import { askJson, type JsonRequest, type JsonSystem, unreadableAnswer } from '../kit/ask-json.ts';
import { httpFailure } from '../kit/failures.ts';
import { at, isObject, listAt, readJson, textAt } from '../kit/read-json.ts';
import { avataxHeaders } from './connection.ts';

const SYSTEM = 'AvaTax';
const avatax: JsonSystem = { name: SYSTEM, code: 'avatax', headers: avataxHeaders, failureOf };

/**
 * A quote leaves nothing behind, so each request says whether it does.
 *
 * @throws StepError when the answer is no success or cannot be read; undefined for a GET that finds nothing
 */
export function askAvatax(
  ctx: StepContext,
  connection: string,
  request: JsonRequest & { readonly write: boolean },
): Promise<JsonObject | undefined> {
  return askJson(ctx, { system: avatax, connection }, request);
}

/** A success that cannot be read. */
export function unreadable(write: boolean): ReturnType<typeof unreadableAnswer> {
  return unreadableAnswer(avatax, write);
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
