import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { isObject, listAt, readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';

const SYSTEM = 'The warehouse';

export interface WmsPost {
  readonly path: string;
  readonly body: Json;
  /** Statuses outside of 2xx that are answers. */
  readonly also?: readonly number[];
}

/**
 * A write that carries the step's idempotency key: the warehouse answers a repeated one with its first answer.
 *
 * @throws StepError when the answer is no success or cannot be read
 */
export async function postToWms(
  ctx: StepContext,
  connectionId: string,
  { path, body, also = [] }: WmsPost,
): Promise<{ readonly status: number; readonly body: Json }> {
  const { baseUrl, settings } = await ctx.connection(connectionId);
  const answer = await ctx.http({
    method: 'POST',
    url: joinUrl(baseUrl, path),
    headers: { accept: 'application/json', 'x-api-key': settings.apiKey ?? '', 'idempotency-key': ctx.key },
    body,
  });
  const { status } = answer;
  if ((status < 200 || status > 299) && !also.includes(status)) throw new StepError(failureOf(answer, ctx.now));
  const read = readJson(answer.text);
  if (read !== undefined) return { status, body: read };
  throw unreadable(status);
}

/** A success that cannot be read; asking again under the same key gives the first answer once more. */
export function unreadable(status: number): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: 'wms-answer-unreadable',
    message: `${SYSTEM} answered ${status}, but with something that cannot be read.`,
    outcomeUnknown: true,
  });
}

/** What an answer of the warehouse outside 2xx means. The one table of this connector. */
function failureOf(answer: HttpResponse, now: number): Failure {
  const plain = httpFailure(answer, { system: SYSTEM, write: true, now });
  const problem = readJson(answer.text);
  if (!isObject(problem)) return plain;
  const said = textAt(problem, 'detail') ?? textAt(problem, 'title');
  const details = { title: textAt(problem, 'title') ?? '', errors: listAt(problem, 'errors').slice(0, 20) };
  if (plain.kind === 'transient' || said === undefined) return { ...plain, details };
  if (answer.status === 409) {
    return { ...plain, category: 'business', code: 'wms-conflict', message: `${SYSTEM} refused: ${said}`, details };
  }
  return { ...plain, code: 'wms-refused', message: `${SYSTEM} refused: ${said}`, details };
}
