import type { HttpResponse, StepContext } from '@lockstep/schema/node';
import type { Failure, JsonObject } from '@lockstep/schema/run';
import { askJson, type JsonRequest, type JsonSystem, unreadableAnswer } from '../kit/ask-json.ts';
import { httpFailure } from '../kit/failures.ts';
import { listAt, readJson, textAt } from '../kit/read-json.ts';
import { shipstationHeaders } from './connection.ts';

const SYSTEM = 'ShipStation';
const shipstation: JsonSystem = { name: SYSTEM, code: 'shipstation', headers: shipstationHeaders, failureOf };

/** @throws StepError when the answer is no success or cannot be read; undefined for a GET that finds nothing */
export function askShipstation(
  ctx: StepContext,
  connection: string,
  request: JsonRequest,
): Promise<JsonObject | undefined> {
  return askJson(ctx, { system: shipstation, connection }, request);
}

/** A success that cannot be read. */
export function unreadable(write: boolean): ReturnType<typeof unreadableAnswer> {
  return unreadableAnswer(shipstation, write);
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
