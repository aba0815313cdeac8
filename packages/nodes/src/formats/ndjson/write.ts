import type { Json } from '@lockstep/schema/run';

/** Values as newline-delimited JSON: one a line, each line with its LF. */
export function writeNdjson(values: readonly Json[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
