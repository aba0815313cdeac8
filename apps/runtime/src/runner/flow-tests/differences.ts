import type { Json } from '@lockstep/schema/run';

/** One place where what came is not what was asked for. */
export interface Difference {
  /** JSON pointer below `at`; the name itself for the whole. */
  readonly at: string;
  readonly expected: Json;
  /** Absent: there is nothing at that place. */
  readonly actual?: Json;
}

/** More than these nobody reads. */
const MAX_DIFFERENCES = 20;

/** An object asks for the fields it names only; a list for all its items, in order. */
export function differences(at: string, expected: Json, actual: Json | undefined): readonly Difference[] {
  return find(at, expected, actual).slice(0, MAX_DIFFERENCES);
}

function find(at: string, expected: Json, actual: Json | undefined): readonly Difference[] {
  const unlike = [{ at, expected, ...(actual !== undefined && { actual }) }];
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return unlike;
    return expected.flatMap((item: Json, index) => find(`${at}/${index}`, item, actual[index] as Json));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return unlike;
    const fields = actual as { readonly [key: string]: Json };
    return Object.entries(expected).flatMap(([key, value]) =>
      find(
        `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        value,
        Object.hasOwn(fields, key) ? fields[key] : undefined,
      ),
    );
  }
  return Object.is(expected, actual) ? [] : unlike;
}
