import type { Json } from '../run/json.ts';

/** Tables a script, map or expression looks things up in. */
export interface FoundLookups {
  /** Each once, in the order of the text. */
  readonly tables: readonly string[];
  /** Lines, from 1, where the table is not named by a text: it could be any. */
  readonly unnamed: readonly number[];
}

const CALL = /\b(?:lookup|xref)\s*(?:<[^<>()]*>)?\s*\(\s*(?:(['"`])([^'"`\\$\n]*)\1)?/g;

/**
 * The tables named by `t.lookup('…', …)` and `t.xref('…', …)` in a text. A comment that looks like a call counts as one: a table too many is
 * loaded, none is missed.
 */
export function lookupsIn(text: string): FoundLookups {
  const tables = new Set<string>();
  const unnamed: number[] = [];
  for (const match of text.matchAll(CALL)) {
    const [, , table] = match;
    if (table === undefined) unnamed.push(text.slice(0, match.index).split('\n').length);
    else tables.add(table);
  }
  return { tables: [...tables], unnamed };
}

/** The text with other tables in its look-ups; `undefined` leaves one as it is. */
export function renameLookups(text: string, nameFor: (table: string) => string | undefined): string {
  return text.replace(CALL, (call: string, quote: string | undefined, table: string | undefined) => {
    const name = table === undefined ? undefined : nameFor(table);
    return name === undefined
      ? call
      : `${call.slice(0, call.length - (table?.length ?? 0) - 2)}${quote}${name}${quote}`;
  });
}

/** Whether some text in a value, such as the parameters of a step, looks codes up. */
export function asksTables(value: Json): boolean {
  if (typeof value === 'string') {
    const { tables, unnamed } = lookupsIn(value);
    return tables.length + unnamed.length > 0;
  }
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => asksTables(each as Json));
}
