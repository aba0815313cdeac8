import { type HttpResponse, type StepContext, StepError } from '@lockstep/schema/node';
import type { Failure, Json, JsonObject } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { isObject, listAt, readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';
import { shipstationHeaders } from './connection.ts';

const SYSTEM = 'ShipStation';

/** @throws StepError when the answer is no success or cannot be read; undefined for a GET that finds nothing */
export async function askShipstation(
  ctx: StepContext,
  connectionId: string,
  { method, path, body }: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: Json },
): Promise<JsonObject | undefined> {
  const { baseUrl, settings } = await ctx.connection(connectionId);
  const answer = await ctx.http({
    method,
    url: joinUrl(baseUrl, path),
    headers: shipstationHeaders(settings),
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
    code: 'shipstation-answer-unreadable',
    message: `${SYSTEM} gave an answer that cannot be read.`,
    ...(write && { outcomeUnknown: true }),
  });
}

/**
 * What an answer of ShipStation outside 2xx means. The one table of this connector. `error_source` says whether the carrier
 * refused, or ShipStation.
 *
 * @see https://docs.shipstation.com/errors
 */
function failureOf(response: HttpResponse, exchange: { readonly write: boolean; readonly now: number }): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  const errors = listAt(readJson(response.text), 'errors').map((error) => ({
    source: textAt(error, 'error_source') ?? '',
    type: textAt(error, 'error_type') ?? '',
    code: textAt(error, 'error_code') ?? '',
    message: textAt(error, 'message') ?? '',
  }));
  const [first] = errors;
  const details = { errors: errors.slice(0, 20) };
  if (!first || plain.kind === 'transient' || plain.category === 'auth') return { ...plain, details };
  const who = first.source === 'carrier' ? 'The carrier' : SYSTEM;
  return {
    ...plain,
    category: first.type === 'validation' ? 'validation' : 'business',
    code: 'shipstation-refused',
    message: `${who} refused: ${errors.map(({ message }) => message).join(' ')} (${first.code})`,
    details,
  };
}
