import type { HttpResponse, StepContext } from '@lockstep/schema/node';
import type { Failure, JsonObject } from '@lockstep/schema/run';
import { askJson, type JsonRequest, type JsonSystem, unreadableAnswer } from '../kit/ask-json.ts';
import { httpFailure } from '../kit/failures.ts';
import { at, isObject, listAt, readJson, textAt } from '../kit/read-json.ts';
import { easypostHeaders } from './connection.ts';

const SYSTEM = 'EasyPost';
const easypost: JsonSystem = { name: SYSTEM, code: 'easypost', headers: easypostHeaders, failureOf };

/** @throws StepError when the answer is no success or cannot be read; undefined for a GET that finds nothing */
export function askEasypost(
  ctx: StepContext,
  connection: string,
  request: JsonRequest,
): Promise<JsonObject | undefined> {
  return askJson(ctx, { system: easypost, connection }, request);
}

/** A success that cannot be read. */
export function unreadable(write: boolean): ReturnType<typeof unreadableAnswer> {
  return unreadableAnswer(easypost, write);
}

/**
 * What an answer of EasyPost outside 2xx means. The one table of this connector. Details are objects, in the alternative
 * format texts.
 *
 * @see https://docs.easypost.com/docs/errors
 */
function failureOf(response: HttpResponse, exchange: { readonly write: boolean; readonly now: number }): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  const error = at(readJson(response.text), 'error');
  if (!isObject(error)) return plain;
  const [code, said] = [textAt(error, 'code'), textAt(error, 'message')];
  const complaints = listAt(error, 'errors').map((one) =>
    typeof one === 'string' ? one : [textAt(one, 'field'), textAt(one, 'message')].filter(Boolean).join(' '),
  );
  const details = { code: code ?? '', complaints: complaints.slice(0, 20) };
  if (plain.kind === 'transient' || plain.category === 'auth') return { ...plain, details };
  const why = [said, ...complaints].filter((text) => text !== undefined && text !== '').join(' ');
  return {
    ...plain,
    category: /^(PARAMETER|ADDRESS)\./.test(code ?? '') ? 'validation' : 'business',
    code: 'easypost-refused',
    message: `${SYSTEM} refused: ${why}${code === undefined ? '' : ` (${code})`}`,
    details,
  };
}
