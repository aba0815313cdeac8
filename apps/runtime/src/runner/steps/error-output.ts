import type { ErrorOutput } from '@lockstep/schema/graph';
import type { Failure, Json } from '@lockstep/schema/run';

/** What travels out of the error port of a failed step: why it failed, and the input it was given. */
export function errorOutput({ kind, code, message, details }: Failure, input: Json): ErrorOutput {
  return { error: { kind, code, message, ...(details === undefined ? {} : { details }) }, input };
}
