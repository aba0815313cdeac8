import type { Json } from '@lockstep/schema/run';
import type { Params } from './values.ts';

export interface Row {
  readonly key: string;
  readonly value: string;
}

/** An object as rows of text; what is not text is shown as JSON. */
export function rowsOf(object: Params): readonly Row[] {
  return Object.entries(object).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? value : print(value),
  }));
}

/** Rows as an object; rows without a name are still being typed and left out, the last of two with one name wins. */
export function objectOf(rows: readonly Row[], before: Params): Params {
  return Object.fromEntries(
    rows.flatMap(({ key, value }) => (key === '' ? [] : [[key, keepType(value, before[key])] as const])),
  );
}

/** A number stays a number while only its row's neighbours change. */
function keepType(text: string, before: Json | undefined): Json {
  return before !== undefined && typeof before !== 'string' && print(before) === text ? before : text;
}

function print(value: Json): string {
  return JSON.stringify(value) ?? '';
}
