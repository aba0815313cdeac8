import type { SampleReport } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';

/** How a map did on a sample, in the terminal; where it failed, with what differs. */
export function sampleLines({ ok, map, name, why, differences }: SampleReport): readonly string[] {
  return [
    `  ${ok ? 'ok  ' : 'FAIL'}  ${map}: ${name} (${why})`,
    ...(ok ? [] : differences).map(
      ({ path, before, after }) => `        ${path || 'the whole'}: expected ${shown(before)}, was ${shown(after)}`,
    ),
  ];
}

/** The beginning of a value as JSON. */
export function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
