import type { StepContext } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { askJson, type JsonRequest, type JsonSystem, unreadableAnswer } from '../kit/ask-json.ts';
import { squareHeaders } from './connection.ts';
import { failureOf, SYSTEM } from './failures.ts';

const square: JsonSystem = { name: SYSTEM, code: 'loyalty', headers: squareHeaders, failureOf };

/**
 * One exchange. A search is a POST that leaves nothing behind, so it says so by `write: false`.
 *
 * @throws StepError when the answer is no success or cannot be read; undefined for a GET that finds nothing
 */
export function askSquare(ctx: StepContext, connection: string, request: JsonRequest): Promise<JsonObject | undefined> {
  return askJson(ctx, { system: square, connection }, request);
}

/** A success that cannot be read. */
export function unreadable(write: boolean): ReturnType<typeof unreadableAnswer> {
  return unreadableAnswer(square, write);
}

export function accountPath(account: string, action = ''): string {
  return `/v2/loyalty/accounts/${encodeURIComponent(account)}${action}`;
}
