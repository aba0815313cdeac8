import { type CsvItem, readCsv, writeCsv } from '@lockstep/nodes/formats';
import type { ImportReport } from '@lockstep/schema/api';
import {
  applyChanges,
  cellOf,
  changesBetween,
  checkTable,
  diffRows,
  placeOf,
  placeText,
  type RowChanges,
  type TableContent,
  type TableRow,
  testTable,
} from '@lockstep/schema/tables';

/** Columns of a file beside the codes: the times of a row. */
const VALID_FROM = 'valid_from';
const VALID_UNTIL = 'valid_until';
/** Changes and errors told; all are counted. */
const MOST_TOLD = 200;

export interface CsvImport {
  readonly csv: string;
  readonly delimiter?: string | undefined;
  readonly mode: 'merge' | 'replace';
  readonly basedOn: number;
  readonly nowMs: number;
}

/** Compares a file with a table: what would change, and what is wrong with it, by line. */
export function compareCsv(
  table: TableContent,
  { csv, delimiter, mode, basedOn, nowMs }: CsvImport,
): { readonly report: ImportReport; readonly changes: RowChanges } {
  const file = readFile(csv, delimiter, table);
  const first = table.columns[0]?.name ?? '';
  const before = new Map(table.rows.map((row) => [placeText(placeOf(row, first)), row]));
  const put = file.rows.map(({ row }) => {
    // Columns that the file does not have stay as they are.
    const kept = before.get(placeText(placeOf(row, first)));
    const others = Object.entries(kept?.cells ?? {}).filter(([column]) => !file.columns.includes(column));
    return { ...row, cells: { ...Object.fromEntries(others), ...row.cells } };
  });
  const after = applyChanges(mode === 'replace' ? [] : table.rows, { put, remove: [] }, first);
  const lines = new Map(file.rows.map(({ row, line }) => [placeText(placeOf(row, first)), line]));
  const repeated = repeatedRows(file.rows, first);
  const errors = [
    ...file.errors,
    ...repeated,
    ...(file.errors.length + repeated.length > 0 ? [] : checkTable({ ...table, rows: after })).map((issue) => {
      const at = 'line' in issue ? issue.line : issue.rows.map((place) => lines.get(placeText(place)) ?? 0);
      return { line: Array.isArray(at) ? Math.max(0, ...at) : Number(at), message: issue.message };
    }),
  ];
  const all = diffRows(table.rows, after, first);
  const count = (kind: string) => all.filter((each) => each.kind === kind).length;
  const failed = errors.length > 0 ? [] : testTable({ ...table, rows: after }, nowMs).filter(({ passed }) => !passed);
  const counts = { added: count('added'), changed: count('changed'), removed: count('removed') };
  return {
    changes: changesBetween(table.rows, after, first),
    report: {
      basedOn,
      rows: file.rows.length,
      ...counts,
      unchanged: after.length - counts.added - counts.changed,
      changes: all.slice(0, MOST_TOLD),
      errors: errors.slice(0, MOST_TOLD),
      errorCount: errors.length,
      ...(file.delimiter !== undefined && { delimiter: file.delimiter }),
      failed: failed.map(({ test, got }) => ({ test, got })),
    },
  };
}

interface FileRow {
  readonly row: TableRow;
  readonly line: number;
}

interface LineError {
  readonly line: number;
  readonly message: string;
}

interface ReadFile {
  readonly rows: readonly FileRow[];
  readonly errors: readonly LineError[];
  /** Columns of the table that the file has. */
  readonly columns: readonly string[];
  readonly delimiter: string | undefined;
}

function readFile(csv: string, delimiter: string | undefined, { columns }: TableContent): ReadFile {
  const known = columns.map(({ name }) => name);
  const rows: FileRow[] = [];
  const errors: LineError[] = [];
  let names: readonly string[] = [];
  let told: string | undefined;
  for (const item of readCsv(csv, { trim: true, ...(delimiter !== undefined && { delimiter }) })) {
    switch (item.kind) {
      case 'head': {
        const found = item.head.columns ?? [];
        told = item.head.delimiter;
        names = known.filter((name) => found.includes(name));
        errors.push(...headErrors(found, known));
        break;
      }
      case 'issue':
        errors.push({ line: item.issue.line, message: item.issue.message });
        break;
      case 'row':
        readRow(item, names);
        break;
      default:
        item satisfies never;
    }
  }
  return { rows, errors, columns: names, delimiter: told };

  function readRow({ values, line }: Extract<CsvItem, { kind: 'row' }>, from: readonly string[]): void {
    const cells = values as Readonly<Record<string, string>>;
    const times: { from?: string; until?: string } = {};
    for (const [column, field] of [
      [VALID_FROM, 'from'],
      [VALID_UNTIL, 'until'],
    ] as const) {
      const text = cellOf(cells, column);
      const moment = text === '' ? undefined : momentOf(text);
      if (text !== '' && moment === undefined) {
        errors.push({
          line,
          message: `${column}: "${text.slice(0, 60)}" is no date such as 2026-03-01, or moment such as 2026-03-01T09:30:00Z.`,
        });
        return;
      }
      if (moment !== undefined) times[field] = moment;
    }
    const codes = Object.fromEntries(from.map((name) => [name, cellOf(cells, name)]).filter(([, code]) => code !== ''));
    rows.push({ row: { cells: codes, ...times }, line });
  }
}

function headErrors(found: readonly string[], known: readonly string[]): readonly LineError[] {
  const others = found.filter((name) => !known.includes(name) && name !== VALID_FROM && name !== VALID_UNTIL);
  const [first = ''] = known;
  return [
    ...(found.includes(first)
      ? []
      : [{ line: 1, message: `The file has no column "${first}", by which rows are known.` }]),
    ...others.map((name) => ({ line: 1, message: `The table has no column "${name.slice(0, 60)}".` })),
  ];
}

/** Rows at a place that an earlier line of the file has. */
function repeatedRows(rows: readonly FileRow[], first: string): readonly LineError[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ row, line }) => {
    const place = placeText(placeOf(row, first));
    const before = seen.get(place);
    if (before === undefined) seen.set(place, line);
    return before === undefined
      ? []
      : [{ line, message: `"${cellOf(row.cells, first)}" stands in line ${before} already.` }];
  });
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** ISO in UTC; what says no zone is UTC. Undefined for a day that does not exist. */
function momentOf(text: string): string | undefined {
  if (!MOMENT.test(text)) return undefined;
  const [day = '', time] = text.split(/[T ]/);
  const ms = Date.parse(
    time === undefined ? day : `${day}T${/(?:Z|[+-]\d{2}:?\d{2})$/.test(time) ? time : `${time}Z`}`,
  );
  const isThere = !Number.isNaN(Date.parse(day)) && new Date(Date.parse(day)).toISOString().startsWith(day);
  return Number.isNaN(ms) || !isThere ? undefined : new Date(ms).toISOString();
}

/** A table as CSV (RFC 4180), days without a time as days. */
export function csvOf({ columns, rows }: TableContent): string {
  const names = columns.map(({ name }) => name);
  const hasTimes = rows.some(({ from, until }) => from !== undefined || until !== undefined);
  const times = hasTimes ? [VALID_FROM, VALID_UNTIL] : [];
  const written = writeCsv(
    rows.map((row) => [
      ...names.map((name) => cellOf(row.cells, name)),
      ...(hasTimes ? [shown(row.from), shown(row.until)] : []),
    ]),
    { columns: [...names, ...times] },
  );
  if (!written.ok) throw new Error(written.issues[0]?.message);
  return written.text;
}

function shown(moment: string | undefined): string {
  return moment?.replace(/T00:00:00(?:\.000)?Z$/, '') ?? '';
}
