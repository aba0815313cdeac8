import type { TableContent, TableRow } from '@lockstep/schema/tables';
import { sql } from 'drizzle-orm';
import { passing } from '../journal/errors.ts';
import type { Db } from '../open-store.ts';

/** What the statements of this folder run on: the pool, or a transaction. */
export type Executor = Pick<Db, 'execute'>;

interface RowText extends Record<string, unknown> {
  readonly cells: string;
  readonly from_ms: number | null;
  readonly until_ms: number | null;
}

/** Times in epoch milliseconds, null where there is none: only the database knows infinity. */
const TIMES = sql.raw(`
  case when isfinite(valid_from) then (extract(epoch from valid_from) * 1000)::float8 end as from_ms,
  case when isfinite(valid_until) then (extract(epoch from valid_until) * 1000)::float8 end as until_ms`);

function rowOf({ cells, from_ms, until_ms }: RowText): TableRow {
  return {
    cells: JSON.parse(cells) as TableRow['cells'],
    ...(from_ms !== null && { from: isoOf(from_ms) }),
    ...(until_ms !== null && { until: isoOf(until_ms) }),
  };
}

const isoOf = (ms: number) => new Date(Number(ms)).toISOString();

/** The rows of one version, by first code. @throws StoreUnavailableError */
export async function readRows(db: Executor, name: string, version: number): Promise<TableRow[]> {
  const rows = await passing(
    db.execute<RowText>(sql`
      select cells::text as cells, ${TIMES} from xref_rows
      where table_name = ${name} and since <= ${version} and (gone is null or gone > ${version})
      order by key collate "C", valid_from`),
  );
  return rows.map(rowOf);
}

/** Columns and tests of one version; undefined when there is none. @throws StoreUnavailableError */
export async function readShape(
  db: Executor,
  name: string,
  version: number,
): Promise<Pick<TableContent, 'columns' | 'tests'> | undefined> {
  const [row] = await passing(
    db.execute<{ columns: string; tests: string }>(sql`
      select columns::text as columns, tests::text as tests from xref_versions
      where table_name = ${name} and version = ${version}`),
  );
  return row && { columns: JSON.parse(row.columns), tests: JSON.parse(row.tests) };
}

/** Rows that came and went with a version: what it changed, by first code. */
export async function readChanged(
  db: Executor,
  name: string,
  version: number,
): Promise<{ readonly before: TableRow[]; readonly after: TableRow[] }> {
  const rows = await db.execute<RowText & { came: boolean }>(sql`
    select cells::text as cells, ${TIMES}, since = ${version} as came from xref_rows
    where table_name = ${name} and (since = ${version} or gone = ${version})
    order by key collate "C", valid_from limit 4000`);
  return {
    before: rows.filter(({ came }) => !came).map(rowOf),
    after: rows.filter(({ came }) => came).map(rowOf),
  };
}

/** Ends rows with a version, by their places. */
export async function endRows(
  db: Executor,
  { name, version }: { readonly name: string; readonly version: number },
  places: readonly { readonly key: string; readonly from: string | undefined }[],
): Promise<void> {
  const text = JSON.stringify(places.map(({ key, from }) => ({ key, from: from ?? '-infinity' })));
  await db.execute(sql`
    update xref_rows as row set gone = ${version}
    from json_to_recordset(${text}::json) as place (key text, "from" timestamptz)
    where row.table_name = ${name} and row.key = place.key and row.valid_from = place."from" and row.gone is null`);
}

/** Begins rows with a version. */
export async function beginRows(
  db: Executor,
  { name, version, first }: { readonly name: string; readonly version: number; readonly first: string },
  rows: readonly TableRow[],
): Promise<void> {
  const text = JSON.stringify(
    rows.map(({ cells, from, until }) => ({
      key: cells[first],
      from: from ?? '-infinity',
      until: until ?? 'infinity',
      // As text: nothing of it is read here.
      cells: JSON.stringify(Object.fromEntries(Object.entries(cells).filter(([, code]) => code !== ''))),
    })),
  );
  await db.execute(sql`
    insert into xref_rows (table_name, key, valid_from, since, valid_until, cells)
    select ${name}, row.key, row."from", ${version}, row.until, row.cells::json
    from json_to_recordset(${text}::json) as row (key text, "from" timestamptz, until timestamptz, cells text)`);
}
