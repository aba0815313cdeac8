import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Failure, Json, JsonObject } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { at, isObject, listAt, readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { easypostHeaders } from './connection.ts';

const SYSTEM = 'EasyPost';

/** @throws StepError when the answer is no success or cannot be read; undefined for 404 */
export async function askEasypost(
  ctx: StepContext,
  connectionId: string,
  { method, path, body }: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: Json },
): Promise<JsonObject | undefined> {
  const { baseUrl, settings } = await ctx.connection(connectionId);
  const answer = await ctx.http({
    method,
    url: joinUrl(baseUrl, path),
    headers: easypostHeaders(settings),
    ...(body !== undefined && { body }),
  });
  const write = method !== 'GET';
  if (answer.status === 404 && !write) return undefined;
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
    code: 'easypost-answer-unreadable',
    message: `${SYSTEM} gave an answer that cannot be read.`,
    ...(write && { outcomeUnknown: true }),
  });
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
