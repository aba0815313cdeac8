import type { HttpResponse, StepContext } from '@lockstep/schema/node';
import type { Failure, Json, JsonObject } from '@lockstep/schema/run';
import { askJson, type JsonRequest, type JsonSystem, unreadableAnswer } from '../kit/ask-json.ts';
import { httpFailure } from '../kit/failures.ts';
import { at, isObject, readJson, textAt } from '../kit/read-json.ts';
import { rechargeHeaders } from './connection.ts';

const SYSTEM = 'Recharge';
const recharge: JsonSystem = { name: SYSTEM, code: 'recharge', headers: rechargeHeaders, failureOf };

interface Wanted {
  readonly connection: string;
  readonly charge: number;
}

/** @throws StepError when the answer is no success or cannot be read; undefined when there is no such charge */
export async function readCharge(ctx: StepContext, { connection, charge }: Wanted): Promise<JsonObject | undefined> {
  const answer = await ask(ctx, connection, { method: 'GET', path: `/charges/${charge}` });
  return answer && chargeIn(answer, false);
}

/** @throws StepError as every exchange */
export async function skip(
  ctx: StepContext,
  { connection, charge }: Wanted,
  items: readonly number[],
): Promise<JsonObject> {
  const body = { purchase_item_ids: items };
  return chargeIn(await ask(ctx, connection, { method: 'POST', path: `/charges/${charge}/skip`, body }), true);
}

function ask(ctx: StepContext, connection: string, request: JsonRequest): Promise<JsonObject | undefined> {
  return askJson(ctx, { system: recharge, connection }, request);
}

function chargeIn(answer: JsonObject | undefined, write: boolean): JsonObject {
  const charge = at(answer, 'charge');
  if (!isObject(charge) || typeof charge.id !== 'number' || textAt(charge, 'status') === undefined)
    throw unreadableAnswer(recharge, write);
  return charge;
}

/**
 * What an answer of Recharge outside 2xx means. The one table of this connector.
 *
 * @see https://developer.rechargepayments.com/2021-11/responses
 */
function failureOf(response: HttpResponse, exchange: { readonly write: boolean; readonly now: number }): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  // Its bucket loses two calls a second; where it says no time, two seconds are what its guide asks for.
  if (response.status === 429) return { ...plain, retryAfterMs: plain.retryAfterMs ?? 2_000 };
  // Another call works on the same object: nothing was done.
  if (response.status === 409) {
    const { outcomeUnknown: _none, ...rest } = plain;
    return { ...rest, kind: 'transient', code: 'recharge-busy', message: `${SYSTEM} is at work on it already (409).` };
  }
  if (plain.kind === 'transient' || plain.category === 'auth') return plain;
  const said = wordsOf(at(readJson(response.text), 'errors') ?? at(readJson(response.text), 'error'));
  if (said === '') return plain;
  const category = response.status === 404 ? 'business' : 'validation';
  return { ...plain, category, code: 'recharge-refused', message: `${SYSTEM} refused: ${said}` };
}

/** Errors are a text, a list, or an object of them by field. */
function wordsOf(errors: Json | undefined): string {
  if (typeof errors === 'string') return errors;
  if (Array.isArray(errors)) return errors.map(wordsOf).join(' ');
  if (!isObject(errors)) return '';
  return Object.entries(errors)
    .map(([field, one]) => `${field}: ${wordsOf(one)}`)
    .join('; ');
}
