import {
  cellOf,
  fromMs,
  MAX_TABLE_ROWS,
  placeOf,
  type TableContent,
  type TableIssue,
  type TableRow,
  untilMs,
} from './table.ts';

/** Issues told of one table: more of them say nothing new. */
const MOST_ISSUES = 100;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a code must not have.
const UNSEEN = /[\u0000-\u001f\u007f]|^\s|\s$/;

/**
 * What keeps a table from being published: columns that are not told apart, rows without a first code, codes with white
 * space around them, times that end before they begin, and one code of a unique column in two rows at the same time.
 */
export function checkTable({ columns, rows }: TableContent): readonly TableIssue[] {
  const issues: TableIssue[] = [];
  const [first] = columns;
  const names = columns.map(({ name }) => name);
  for (const [at, name] of names.entries()) {
    if (names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== at)
      issues.push({ message: `Two columns are called "${name}".`, column: name, rows: [] });
  }
  if (!first || columns.length < 2) {
    return [{ message: 'A table has two columns at least: a code and what it stands for.', rows: [] }];
  }
  if (!first.unique) {
    issues.push({ message: `The first column, "${first.name}", must be unique.`, column: first.name, rows: [] });
  }
  if (rows.length > MAX_TABLE_ROWS) {
    issues.push({ message: `${rows.length} rows are too many: a table has ${MAX_TABLE_ROWS} at most.`, rows: [] });
  }
  const known = new Set(names);
  for (const row of rows) {
    if (issues.length >= MOST_ISSUES) return issues;
    issues.push(...rowIssues(row, first.name, known));
  }
  for (const { name } of columns.filter(({ unique }) => unique)) {
    issues.push(...overlaps({ rows, column: name, first: first.name }));
  }
  return issues.slice(0, MOST_ISSUES);
}

function rowIssues(row: TableRow, first: string, known: ReadonlySet<string>): readonly TableIssue[] {
  const rows = [placeOf(row, first)];
  const issues: TableIssue[] = [];
  if (cellOf(row.cells, first) === '') {
    issues.push({ message: `A row has no "${first}": ${shown(row)}.`, column: first, rows });
  }
  for (const [column, code] of Object.entries(row.cells)) {
    if (!known.has(column)) issues.push({ message: `There is no column "${column}".`, column, rows });
    else if (UNSEEN.test(code)) {
      const message = `${JSON.stringify(code)} in "${column}" has white space around it, or characters nobody sees.`;
      issues.push({ message, column, rows });
    }
  }
  if (!(fromMs(row) < untilMs(row))) {
    issues.push({ message: `"${rows[0]?.key}" ends (${row.until}) before it begins (${row.from}).`, rows });
  }
  return issues;
}

interface Column {
  readonly rows: readonly TableRow[];
  readonly column: string;
  readonly first: string;
}

/** Rows that hold at the same time and have the same code: by code, in order of their beginnings, each against the longest before it. */
function overlaps({ rows, column, first }: Column): readonly TableIssue[] {
  const byCode = new Map<string, TableRow[]>();
  for (const row of rows) {
    const code = cellOf(row.cells, column);
    if (code === '') continue;
    const same = byCode.get(code);
    if (same) same.push(row);
    else byCode.set(code, [row]);
  }
  const issues: TableIssue[] = [];
  for (const [code, same] of byCode) {
    if (same.length === 1) continue;
    const ordered = same.toSorted((a, b) => compare(fromMs(a), fromMs(b)) || compare(untilMs(a), untilMs(b)));
    let longest = ordered[0] as TableRow;
    for (const row of ordered.slice(1)) {
      if (fromMs(row) < untilMs(longest)) {
        const both = `${shown(longest)} and ${shown(row)}`;
        const message = `"${code}" in "${column}" stands in two rows at the same time: ${both}.`;
        issues.push({ message, column, rows: [placeOf(longest, first), placeOf(row, first)] });
        if (issues.length >= MOST_ISSUES) return issues;
      }
      if (untilMs(row) > untilMs(longest)) longest = row;
    }
  }
  return issues;
}

/** `Infinity - Infinity` is no order. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function shown({ cells, from, until }: TableRow): string {
  const codes = Object.values(cells).filter((code) => code !== '');
  const time = [...(from === undefined ? [] : [`from ${from}`]), ...(until === undefined ? [] : [`until ${until}`])];
  return `${codes.map((code) => code.slice(0, 60)).join(' = ') || 'an empty row'}${time.length > 0 ? ` (${time.join(' ')})` : ''}`;
}
