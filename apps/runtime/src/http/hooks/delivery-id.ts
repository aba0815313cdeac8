import { createHash } from 'node:crypto';
import type { Json, TriggerInfo } from '@lockstep/schema/run';
import { evaluate, keyText } from '../../runner/door-expression.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import type { Door } from './door.ts';

/** Longest id that is kept as it is. */
export const LONGEST_KEY = 200;

/**
 * The sender's delivery id: of the header, else of the expression. A message without one is taken, and not deduplicated. What one
 * channel sent is none of another's business, also when they choose the same name for it.
 *
 * @throws ProblemError `request-invalid` when the expression fails | `overloaded` when it cannot be computed now
 */
export async function deliveryIdOf(
  doors: Pick<Doors, 'sandbox'>,
  { dedupe }: Pick<Door, 'dedupe'>,
  message: {
    readonly input: Json;
    readonly trigger: TriggerInfo;
    readonly channel: string | undefined;
    header(name: string): string | undefined;
  },
): Promise<string | undefined> {
  if (!dedupe) return undefined;
  const told = dedupe.header === undefined ? undefined : message.header(dedupe.header)?.trim() || undefined;
  const id = told ?? (dedupe.expression && (await computed(doors, dedupe.expression, message)));
  if (id === undefined) return undefined;
  const key = shortKey(id);
  return message.channel === undefined ? key : shortKey(`${message.channel}:${key}`);
}

/** What tells a body from another one: SHA-256 of its bytes after decompression, in base64url. */
export function bodyHashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

async function computed(
  { sandbox }: Pick<Doors, 'sandbox'>,
  expression: NonNullable<NonNullable<Door['dedupe']>['expression']>,
  { input, trigger }: { readonly input: Json; readonly trigger: TriggerInfo },
): Promise<string | undefined> {
  const result = await evaluate(sandbox, expression, { input, trigger, now: trigger.receivedAt });
  if (result.ok) return keyText(result.value);
  if (!result.isOurs) throw problem('request-invalid', `The delivery id cannot be told: ${result.reason}`);
  const detail = 'The message could not be looked at. Send it again.';
  throw problem('overloaded', detail, undefined, { 'retry-after': '1' });
}

/** Keys beyond the length of an index entry are replaced by their hash. */
function shortKey(key: string): string {
  return key.length <= LONGEST_KEY ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
}
