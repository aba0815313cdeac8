import type { JsonObject } from '@lockstep/schema/run';
import type { Context } from 'hono';
import type { StepResponse } from '../../runner/steps/index.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { ProblemError } from '../problem.ts';
import { authenticate } from './authenticate.ts';
import type { DoorChannel } from './door.ts';

/**
 * The channel whose key came with a message; `undefined` at a door without channels.
 *
 * @throws ProblemError `unauthenticated` when it is the key of none | `overloaded` when keys cannot be read now
 */
export async function channelOf(
  context: Context<AppEnv>,
  connections: Pick<Doors['connections'], 'resolve' | 'renewKeys'>,
  channels: readonly DoorChannel[],
  raw: Uint8Array,
  receivedAt: number,
): Promise<DoorChannel | undefined> {
  let refused: ProblemError | undefined;
  for (const channel of channels) {
    try {
      await authenticate(context, connections, channel.proof, raw, receivedAt);
      return channel;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'unauthenticated') throw error;
      refused ??= error;
    }
  }
  if (refused) throw refused;
  return undefined;
}

/**
 * What a channel sees of an answer: of an object, and of each object of a list, the fields it may. Text, and anything else that has no
 * fields, is not for channels that may see some only. Headers a flow sets are for everybody, and so is what a problem says by RFC 9457.
 */
export function seenBy(channel: DoorChannel | undefined, response: StepResponse): StepResponse {
  if (!channel?.fields) return response;
  const { encoding: _, ...plain } = response;
  const fields = isProblem(plain.headers) ? [...channel.fields, ...PROBLEM_FIELDS] : channel.fields;
  const { body } = plain;
  return { ...plain, body: Array.isArray(body) ? body.map((each) => shown(each, fields)) : shown(body, fields) };
}

const PROBLEM_FIELDS = ['type', 'title', 'status', 'detail', 'instance', 'code'];

function isProblem(headers: StepResponse['headers']): boolean {
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^application\/problem\+json\b/i.test(value),
  );
}

function shown(value: StepResponse['body'], fields: readonly string[]): StepResponse['body'] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const object = value as JsonObject;
  return Object.fromEntries(Object.entries(object).filter(([name]) => fields.includes(name)));
}
