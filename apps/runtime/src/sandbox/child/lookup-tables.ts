import { ANSWER_FOUND, ANSWER_MISSING, ANSWER_WRONG, type TableText } from '../frame.ts';

/** Tables of one child, which scripts look things up in; outside of every isolate, so each is there once. */
export interface LookupTables {
  add(number: number, table: TableText): void;
  drop(number: number): void;
  /** Which tables the call that comes now may ask, by name: JSON text of lists of numbers, or empty. */
  use(tables: string): void;
  /**
   * One look-up. A code that the first table of the name does not have is looked for in the next one.
   *
   * @param atMs moment at which the row must hold, epoch milliseconds
   * @returns `=` and the value, `?` and the direction as JSON when there is none, `!` and what is wrong
   */
  ask(name: string, key: string, from: string, to: string, atMs: number): string;
}

/** Places of rows with the same code. */
type Places = number | readonly number[];

interface Table {
  readonly text: TableText;
  /** By place of the column. */
  readonly indexes: Map<number, ReadonlyMap<string, Places>>;
}

type Found = { readonly value: string } | { readonly from: string; readonly to: string } | { readonly wrong: string };

export function createLookupTables(): LookupTables {
  const tables = new Map<number, Table>();
  let used: Readonly<Record<string, readonly number[]>> = {};
  let usedText = '';

  return {
    add(number, text) {
      const table: Table = { text, indexes: new Map() };
      tables.set(number, table);
      // Now, not under the time limit of the script that comes first.
      indexOf(table, 0);
    },
    drop: (number) => void tables.delete(number),
    use(text) {
      if (text === usedText) return;
      used = text === '' ? {} : (JSON.parse(text) as typeof used);
      usedText = text;
    },
    ask(name, key, from, to, atMs) {
      const numbers = Object.hasOwn(used, name) ? (used[name] ?? []) : [];
      let missing: Found | undefined;
      for (const number of numbers) {
        const table = tables.get(number);
        if (!table) continue;
        const found = find(table, { key, from, to, atMs });
        if ('value' in found) return ANSWER_FOUND + found.value;
        // What a later version says no to does not matter: the first one knows the columns the author saw.
        missing ??= found;
      }
      if (!missing) return `${ANSWER_WRONG}there is no table "${name}" here`;
      if ('wrong' in missing) return ANSWER_WRONG + missing.wrong;
      return ANSWER_MISSING + JSON.stringify(missing);
    },
  };
}

interface LookUp {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
}

function find(table: Table, { key, from, to, atMs }: LookUp): Found {
  const { columns, codes, from: begins, until: ends } = table.text;
  const asked = from === '' ? 0 : columns.findIndex(({ name }) => name === from);
  const given = to === '' ? (asked === 0 ? 1 : 0) : columns.findIndex(({ name }) => name === to);
  const [source, target] = [columns[asked], columns[given]];
  if (!source || !target) return { wrong: `it has no column "${source ? to : from}"` };
  if (!source.unique) {
    return { wrong: `a code of "${source.name}" may stand in several rows; make the column unique to look up by it` };
  }
  const holds = (row: number) => (begins?.[row] ?? -Infinity) <= atMs && atMs < (ends?.[row] ?? Infinity);
  const places = indexOf(table, asked).get(key);
  const row = typeof places === 'number' ? (holds(places) ? places : undefined) : places?.find(holds);
  const value = row === undefined ? '' : codes[given]?.[row];
  return value ? { value } : { from: source.name, to: target.name };
}

function indexOf({ text, indexes }: Table, column: number): ReadonlyMap<string, Places> {
  const known = indexes.get(column);
  if (known) return known;
  const made = new Map<string, Places>();
  const codes = text.codes[column] ?? [];
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? '';
    if (code === '') continue;
    const same = made.get(code);
    if (same === undefined) made.set(code, row);
    else if (typeof same === 'number') made.set(code, [same, row]);
    else (same as number[]).push(row);
  }
  indexes.set(column, made);
  return made;
}
