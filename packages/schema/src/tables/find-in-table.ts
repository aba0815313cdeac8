import {
  cellOf,
  fromMs,
  type TableColumn,
  type TableContent,
  type TableRow,
  type TableTest,
  untilMs,
} from './table.ts';

/** Which code is looked up, in which direction, and when. */
export interface LookUp {
  readonly key: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

export type Found =
  | { readonly kind: 'found'; readonly value: string; readonly row: TableRow }
  /** No row holds the code at that moment, or the row has no code in the other column. */
  | { readonly kind: 'missing'; readonly from: string; readonly to: string; readonly row?: TableRow }
  /** The table cannot be asked so. */
  | { readonly kind: 'wrong'; readonly message: string };

/** A table made ready to be asked. The sandbox has its own (`sandbox/child/lookup-tables.ts`): it may load nothing of ours. */
export interface TableIndex {
  find(lookUp: LookUp): Found;
}

/**
 * The columns of a look-up: from the first to the second one, or from another one to the first, when nothing else is said. By a
 * column that is not unique nothing can be looked up.
 */
export function directionOf(
  columns: readonly TableColumn[],
  { from, to }: Pick<LookUp, 'from' | 'to'>,
): { readonly from: string; readonly to: string } | { readonly message: string } {
  const [first, second] = columns.map(({ name }) => name);
  const asked = from ?? first ?? '';
  const given = to ?? (asked === first ? second : first) ?? '';
  for (const name of [asked, given]) {
    if (!columns.some((column) => column.name === name)) return { message: `it has no column "${name}"` };
  }
  if (!columns.find(({ name }) => name === asked)?.unique) {
    return { message: `a code of "${asked}" may stand in several rows; make the column unique to look up by it` };
  }
  return { from: asked, to: given };
}

export function indexTable({ columns, rows }: Pick<TableContent, 'columns' | 'rows'>): TableIndex {
  const byColumn = new Map<string, ReadonlyMap<string, readonly TableRow[]>>();
  const indexOf = (column: string) => {
    const known = byColumn.get(column);
    if (known) return known;
    const made = new Map<string, TableRow[]>();
    for (const row of rows) {
      const code = cellOf(row.cells, column);
      const same = made.get(code);
      if (same) same.push(row);
      else if (code !== '') made.set(code, [row]);
    }
    byColumn.set(column, made);
    return made;
  };
  return {
    find({ key, from, to, atMs }) {
      const direction = directionOf(columns, { from, to });
      if ('message' in direction) return { kind: 'wrong', message: direction.message };
      const row = indexOf(direction.from)
        .get(key)
        ?.find((each) => fromMs(each) <= atMs && atMs < untilMs(each));
      const value = row && cellOf(row.cells, direction.to);
      if (row && value) return { kind: 'found', value, row };
      return { kind: 'missing', ...direction, ...(row && { row }) };
    },
  };
}

/** A test of a table and what it gave. */
export interface TestedRow {
  readonly test: TableTest;
  readonly passed: boolean;
  /** Null: no answer. */
  readonly got: string | null;
  /** Why it could not be asked. */
  readonly message?: string;
}

/** Runs the tests of a table on its rows. @param nowMs moment of the look-ups that name none */
export function testTable(table: TableContent, nowMs: number): readonly TestedRow[] {
  if (table.tests.length === 0) return [];
  const index = indexTable(table);
  return table.tests.map((test) => {
    const { key, from, to, at, expected } = test;
    const found = index.find({ key, from, to, atMs: at === undefined ? nowMs : Date.parse(at) });
    if (found.kind === 'wrong') return { test, passed: false, got: null, message: found.message };
    const got = found.kind === 'found' ? found.value : null;
    return { test, passed: got === expected, got };
  });
}
