import { StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { kindOf } from './kind-of.ts';

/** The list a step is to write: its parameter, else the message. @throws StepError kind `item` when it is none */
export function rowsToWrite(rows: Json | undefined, input: Json): readonly Json[] {
  const given = rows === undefined ? input : rows;
  if (Array.isArray(given)) return given;
  throw notWritten('rows-not-a-list', `The rows are ${kindOf(given)}, not a list.`);
}

/** A message that cannot be written in a format. */
export function notWritten(code: string, message: string): StepError {
  return new StepError({ kind: 'item', category: 'mapping', code, message });
}
