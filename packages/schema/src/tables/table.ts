import { z } from 'zod';

/** Limits of one table: it lies in the memory of every process that looks something up in it. */
export const MAX_TABLE_ROWS = 100_000;
export const MAX_TABLE_COLUMNS = 20;
export const MAX_CELL_CHARS = 500;
export const MAX_TABLE_TESTS = 500;

/** What a map names a table by: `sku`, `carrier-status`. Never changed. */
export const TableName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'A name has lower-case letters, digits and hyphens, and begins with a letter.');
export type TableName = z.infer<typeof TableName>;

const ColumnName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'A column has letters, digits, hyphens and underscores, 40 at most.');

/** The codes of one system. */
export const TableColumn = z.object({
  name: ColumnName,
  /** No code stands in two rows at the same time, so that others can be looked up by it. The first column always is. */
  unique: z.boolean(),
});
export type TableColumn = z.infer<typeof TableColumn>;

/** A day (midnight UTC) or a moment. */
const When = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** What belongs together in all systems, for a time: from `from` on, and before `until`. */
export const TableRow = z.object({
  /** By column; a code that is not there is left out. */
  cells: z.record(z.string(), z.string().max(MAX_CELL_CHARS)),
  from: When.optional(),
  until: When.optional(),
});
export type TableRow = z.infer<typeof TableRow>;

/** What a row is known by: its code in the first column, and when it begins to hold. */
export const RowPlace = z.object({ key: z.string(), from: When.optional() });
export type RowPlace = z.infer<typeof RowPlace>;

/** What looking a code up must give. */
export const TableTest = z.object({
  key: z.string().max(MAX_CELL_CHARS),
  /** Column of `key`; the first one when absent. */
  from: z.string().optional(),
  /** Column of the answer; the second one, or the first when `from` is another. */
  to: z.string().optional(),
  /** Moment of the look-up; now when absent. */
  at: When.optional(),
  /** Null: there must be no answer. */
  expected: z.string().max(MAX_CELL_CHARS).nullable(),
});
export type TableTest = z.infer<typeof TableTest>;

/** What a version says apart from its rows. */
export const TableShape = z.object({
  /** The first one holds the code that every row has. */
  columns: z.array(TableColumn).min(2).max(MAX_TABLE_COLUMNS),
  tests: z.array(TableTest).max(MAX_TABLE_TESTS),
});
export type TableShape = z.infer<typeof TableShape>;

/** One version, whole. */
export interface TableContent extends TableShape {
  readonly rows: readonly TableRow[];
}

/** Rows to put in the place of those that stand there, or beside them; and rows to take away. */
export const RowChanges = z.object({
  put: z.array(TableRow).max(MAX_TABLE_ROWS),
  remove: z.array(RowPlace).max(MAX_TABLE_ROWS),
});
export type RowChanges = z.infer<typeof RowChanges>;

/** Something that keeps a table from being published; `rows` are those it is about. */
export const TableIssue = z.object({
  message: z.string(),
  column: z.string().optional(),
  rows: z.array(RowPlace),
});
export type TableIssue = z.infer<typeof TableIssue>;

/** The beginning of a time that has none, and the end. */
const [ALWAYS, EVER] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

export const fromMs = ({ from }: Pick<TableRow, 'from'>): number => (from === undefined ? ALWAYS : Date.parse(from));
export const untilMs = ({ until }: Pick<TableRow, 'until'>): number => (until === undefined ? EVER : Date.parse(until));

/** What a row is known by, as one text: the same for the same moment, however it is written. */
export function placeText({ key, from }: RowPlace): string {
  return `${from === undefined ? '' : Date.parse(from)}|${key}`;
}

/** Where a row stands. @param first name of the first column */
export function placeOf({ cells, from }: TableRow, first: string): RowPlace {
  return { key: cellOf(cells, first), ...(from !== undefined && { from }) };
}

/** A code of a row, empty when it has none. Rows come from people: a column may be called `constructor`. */
export function cellOf(cells: TableRow['cells'], column: string): string {
  return Object.hasOwn(cells, column) ? (cells[column] ?? '') : '';
}
