import { type Json, type SourceTime, sourceTime, type TriggerInfo } from '@lockstep/schema/run';
import { evaluate } from '../../runner/door-expression.ts';
import type { Doors } from '../ports.ts';
import type { Door } from './door.ts';

/** When what a message tells of happened. A message is taken whatever it says of that; why there is no time is kept with the run. */
export async function sourceTimeOf(
  { sandbox }: Pick<Doors, 'sandbox'>,
  { sourceTime: source }: Pick<Door, 'sourceTime'>,
  message: { readonly input: Json; readonly trigger: TriggerInfo; header(name: string): string | undefined },
): Promise<SourceTime | undefined> {
  if (!source) return undefined;
  const { from, expression } = source;
  const { input, trigger, header } = message;
  if (!expression) return sourceTime(header(from), from, trigger.receivedAt);
  const told = await evaluate(sandbox, expression, { input, trigger, now: trigger.receivedAt });
  return told.ok
    ? sourceTime(told.value, from, trigger.receivedAt)
    : { from, note: `It cannot be told: ${told.reason}` };
}
