import { type HttpResponse, type ResolvedConnection, type StepContext, StepError } from '@lockstep/schema/node';
import type { Failure, Json, JsonObject } from '@lockstep/schema/run';
import { isObject, readJson } from './read-json.ts';
import { joinUrl } from './url.ts';

/** How to speak to a system that takes and gives JSON objects. */
export interface JsonSystem {
  /** What people call it. */
  readonly name: string;
  /** First part of its failure codes. */
  readonly code: string;
  /** Headers of a request, with what signs it in. */
  readonly headers: (settings: ResolvedConnection['settings']) => Readonly<Record<string, string>>;
  /** What an answer outside 2xx means. */
  readonly failureOf: (answer: HttpResponse, exchange: { readonly write: boolean; readonly now: number }) => Failure;
}

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the address of the connection. */
  readonly path: string;
  readonly body?: Json;
  /** Beside those of the system. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it leaves something behind; as the method says when absent. */
  readonly write?: boolean;
}

/** @throws StepError when the answer is no success or cannot be read; undefined for a GET that finds nothing */
export async function askJson(
  ctx: StepContext,
  { system, connection }: { readonly system: JsonSystem; readonly connection: string },
  { method, path, body, headers = {}, write = method !== 'GET' }: JsonRequest,
): Promise<JsonObject | undefined> {
  const { baseUrl, settings } = await ctx.connection(connection);
  const answer = await ctx.http({
    method,
    url: joinUrl(baseUrl, path),
    headers: { ...system.headers(settings), ...headers },
    ...(body !== undefined && { body }),
  });
  if (answer.status === 404 && method === 'GET') return undefined;
  if (answer.status < 200 || answer.status > 299)
    throw new StepError(system.failureOf(answer, { write, now: ctx.now }));
  const read = readJson(answer.text);
  if (isObject(read)) return read;
  throw unreadableAnswer(system, write);
}

/** A success that cannot be read: after a write nobody knows what happened, and the next attempt looks. */
export function unreadableAnswer({ name, code }: Pick<JsonSystem, 'name' | 'code'>, write: boolean): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: `${code}-answer-unreadable`,
    message: `${name} gave an answer that cannot be read.`,
    ...(write && { outcomeUnknown: true }),
  });
}
