import type { Json } from '@lockstep/schema/run';

/** A value as rows and columns. */
export interface ValueTable {
  /** Where the rows lie: `input.lines`. */
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly Json[];
}

const MOST_COLUMNS = 40;
/** Rows whose members make the columns. */
const LOOKED_AT = 100;
const DEEPEST = 4;

/** The value itself when it is a list, else the first list of objects in it, nearest to the top; an object is one row of fields. */
export function tableOf(root: string, value: Json): ValueTable | undefined {
  const found = listIn(root, value);
  if (found) return { ...found, columns: columnsOf(found.rows) };
  if (typeof value !== 'object' || value === null) return undefined;
  return { path: root, rows: [value], columns: columnsOf([value]) };
}

function listIn(root: string, value: Json): Pick<ValueTable, 'path' | 'rows'> | undefined {
  let level: readonly (readonly [string, Json])[] = [[root, value]];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    for (const [path, one] of level) if (Array.isArray(one) && one.length > 0) return { path, rows: one };
    level = level.flatMap(([path, one]) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.entries(one).map(([name, held]) => [`${path}.${name}`, held] as const)
        : [],
    );
  }
  return undefined;
}

function columnsOf(rows: readonly Json[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, LOOKED_AT)) {
    if (typeof row === 'object' && row !== null && !Array.isArray(row))
      for (const name of Object.keys(row)) names.add(name);
  }
  return names.size === 0 ? [VALUE] : [...names].slice(0, MOST_COLUMNS);
}

/** Column of rows that have no members. */
export const VALUE = 'value';

/** A cell in a line: objects and lists by how much is in them. */
export function cellText(row: Json, column: string): string {
  const isPlain = typeof row !== 'object' || row === null || Array.isArray(row);
  const value = isPlain ? (column === VALUE ? row : undefined) : (row as { readonly [name: string]: Json })[column];
  if (value === undefined) return '';
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.keys(value).length}}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
