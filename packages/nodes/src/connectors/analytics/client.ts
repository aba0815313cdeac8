import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { unreadableAnswer } from '../kit/ask-json.ts';
import { isObject, readJson } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { elasticHeaders } from './connection.ts';
import { failureOf, SYSTEM } from './failures.ts';

/** Bodies above this go out as gzip: below it costs more than it saves. */
const GZIP_BYTES = 4_096;

export interface Batch {
  readonly connection: string;
  readonly index: string;
  /** What slow logs and tasks of the cluster name these requests by. */
  readonly batch: string;
}

/**
 * One request of the Bulk API. The answer may be a 413, which says that it was too large.
 *
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk
 * @throws StepError when it is no other success, or cannot be read
 */
export async function askBulk(
  ctx: StepContext,
  { connection, index, batch }: Batch,
  lines: { readonly text: string; readonly bytes: number },
): Promise<JsonObject | 'too-large'> {
  const { baseUrl, settings } = await ctx.connection(connection);
  const answer = await ctx.http({
    method: 'POST',
    url: joinUrl(baseUrl, `/${index}/_bulk`),
    headers: { ...elasticHeaders(settings), 'content-type': 'application/x-ndjson', 'x-opaque-id': headerOf(batch) },
    body: lines.text,
    ...(lines.bytes > GZIP_BYTES && { compress: 'gzip' as const }),
  });
  return answer.status === 413 ? 'too-large' : readAnswer(answer, { write: true, now: ctx.now });
}

/** @throws StepError when the answer is no success or cannot be read */
export async function askSearch(
  ctx: StepContext,
  { connection, index }: Pick<Batch, 'connection' | 'index'>,
  body: JsonObject,
): Promise<JsonObject> {
  const { baseUrl, settings } = await ctx.connection(connection);
  const answer = await ctx.http({
    method: 'POST',
    url: joinUrl(baseUrl, `/${index}/_search`),
    headers: elasticHeaders(settings),
    body,
  });
  return readAnswer(answer, { write: false, now: ctx.now });
}

function readAnswer(answer: HttpResponse, exchange: { readonly write: boolean; readonly now: number }): JsonObject {
  if (answer.status < 200 || answer.status > 299) throw new StepError(failureOf(answer, exchange));
  const read = readJson(answer.text);
  if (isObject(read)) return read;
  throw unreadable(exchange.write);
}

/** A success that cannot be read. */
export function unreadable(write: boolean): StepError {
  return unreadableAnswer({ name: SYSTEM, code: 'analytics' }, write);
}

/** A batch is named by whoever draws the flow: what no header may have is left out. */
function headerOf(batch: string): string {
  return batch.replaceAll(/[^\x21-\x7e]/g, '-').slice(0, 200);
}
