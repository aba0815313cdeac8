import type { RunNode, Statement } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { isObject } from '../../kit/read-json.ts';
import { unfit } from '../params.ts';
import type { upsertRows } from './definition.ts';

/** PostgreSQL takes 65,535 values in a statement. */
const MOST_VALUES = 60_000;
const MOST_ROWS = 10_000;

export const runUpsertRows: RunNode<typeof upsertRows> = async ({ params }, ctx) => {
  const rows = rowsOf(params.rows);
  const [first] = rows;
  if (!first) return { port: 'done', value: { changed: 0 } };
  const keys = params.keys.split(',').map((name) => name.trim());
  const columns = Object.keys(first);
  for (const [index, row] of rows.entries()) {
    const other = [...columns, ...Object.keys(row)].find((name) => !columns.includes(name) || row[name] === undefined);
    if (other !== undefined) throw unfit('item', `Row ${index + 1} and the first one differ in the column "${other}".`);
    const empty = keys.find((key) => row[key] === undefined || row[key] === null);
    if (empty !== undefined) throw unfit('item', `Row ${index + 1} has no value for the key column "${empty}".`);
  }
  const shape = { table: params.table, keys, columns };
  const once = lastOfEach(rows, keys);
  const size = Math.max(1, Math.floor(MOST_VALUES / columns.length));
  const statements = Array.from({ length: Math.ceil(once.length / size) }, (_, part) =>
    upsertOf(shape, once.slice(part * size, (part + 1) * size)),
  );
  const connection = await ctx.connection(params.connection);
  const { changed } = await ctx.database.change(connection, { statements });
  return { port: 'done', value: { changed } };
};

function rowsOf(given: Json): readonly JsonObject[] {
  const list = Array.isArray(given) ? given : [given];
  if (list.length > MOST_ROWS)
    throw unfit('item', `These are ${list.length} rows, and ${MOST_ROWS} go at a time: split the list.`);
  return list.map((row, index) => {
    if (isObject(row) && Object.keys(row).length > 0) return row;
    throw unfit('item', `Row ${index + 1} must be an object: values by column.`);
  });
}

/** One statement cannot write the same row twice; in a list the later one counts. */
function lastOfEach(rows: readonly JsonObject[], keys: readonly string[]): readonly JsonObject[] {
  return [...new Map(rows.map((row) => [JSON.stringify(keys.map((key) => row[key] ?? null)), row])).values()];
}

function upsertOf(
  {
    table,
    keys,
    columns,
  }: { readonly table: string; readonly keys: readonly string[]; readonly columns: readonly string[] },
  rows: readonly JsonObject[],
): Statement {
  const places = rows.map(
    (_, at) => `(${columns.map((_, column) => `$${at * columns.length + column + 1}`).join(', ')})`,
  );
  const rest = columns.filter((column) => !keys.includes(column));
  const action =
    rest.length === 0
      ? 'nothing'
      : `update set ${rest.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')}`;
  return {
    text: `insert into ${table.split('.').map(quoted).join('.')} (${columns.map(quoted).join(', ')}) values ${places.join(', ')} on conflict (${keys.map(quoted).join(', ')}) do ${action}`,
    values: rows.flatMap((row) => columns.map((column) => row[column] ?? null)),
  };
}

/** @see PostgreSQL 18, 4.1.1 */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
