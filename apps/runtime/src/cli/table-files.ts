import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readCsv } from '@lockstep/nodes/formats';
import { checkTable, type TableContent, TableName, TableShape } from '@lockstep/schema/tables';
import { z } from 'zod';
import { compareCsv } from '../http/table-csv.ts';
import type { FixedTable } from '../runner/tables/fixed-tables.ts';
import { CommandError } from './exit.ts';

/** Beside the rows of a table: its title, columns and tests. */
export const TABLE_SUFFIX = '.table.json';

const ShapeFile = TableShape.extend({ title: z.string().optional() });

/** Columns of a file that say when a row holds. */
const TIMES = ['valid_from', 'valid_until'];

/**
 * The tables of a folder, one a CSV file as `lockstep tables export` writes it; the name of the file is the table's. A column can be
 * looked up by when no code stands in it twice at a time.
 *
 * @throws CommandError for a file that is no table
 */
export async function readTables(folder: string): Promise<readonly FixedTable[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort();
  return Promise.all(names.map((name) => readTable(join(folder, name))));
}

async function readTable(path: string): Promise<FixedTable> {
  const name = basename(path, '.csv');
  if (!TableName.safeParse(name).success) throw new CommandError(`${path}: "${name}" is no name of a table.`);
  const csv = await readFile(path, 'utf8');
  const shape = await readFile(path.replace(/\.csv$/, TABLE_SUFFIX), 'utf8').catch(() => undefined);
  return tableOf({ name, path, csv, shape });
}

/** A table from its text: rows as CSV, and its shape where there is one. @throws CommandError for what is no table */
export function tableOf({
  name,
  path,
  csv,
  shape,
}: {
  readonly name: string;
  readonly path: string;
  readonly csv: string;
  readonly shape: string | undefined;
}): FixedTable & { readonly title?: string | undefined } {
  if (shape !== undefined) return withShape(name, path, csv, shape);
  const columns = headOf(csv).map((column, at) => ({ name: column, unique: at === 0 }));
  const empty: TableContent = { columns, tests: [], rows: [] };
  const { report, changes } = compareCsv(empty, { csv, mode: 'replace', basedOn: 1, nowMs: Date.now() });
  const [error] = report.errors;
  if (error) throw new CommandError(`${path}, line ${error.line}: ${error.message}`);
  const rows = changes.put;
  const isUnique = (column: string) =>
    checkTable({
      columns: columns.map((each) => ({ ...each, unique: each.unique || each.name === column })),
      tests: [],
      rows,
    }).length === 0;
  return { name, tests: [], rows, columns: columns.map((each) => ({ ...each, unique: isUnique(each.name) })) };
}

function withShape(name: string, path: string, csv: string, shape: string): ReturnType<typeof tableOf> {
  const parsed = ShapeFile.safeParse(JSON.parse(shape));
  if (!parsed.success)
    throw new CommandError(`${path}: the columns beside it cannot be read: ${z.prettifyError(parsed.error)}`);
  const { title, columns, tests } = parsed.data;
  const empty: TableContent = { columns, tests: [], rows: [] };
  const { report, changes } = compareCsv(empty, { csv, mode: 'replace', basedOn: 1, nowMs: 0 });
  const [error] = report.errors;
  if (error) throw new CommandError(`${path}, line ${error.line}: ${error.message}`);
  return { name, title, columns, tests, rows: changes.put };
}

function headOf(csv: string): readonly string[] {
  for (const item of readCsv(csv, { trim: true })) {
    if (item.kind === 'head') return (item.head.columns ?? []).filter((column) => !TIMES.includes(column));
  }
  return [];
}
