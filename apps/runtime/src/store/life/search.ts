import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { runs } from '../tables/index.ts';

/** What a search by a field looks for. */
export interface FieldSearch {
  readonly field: string;
  /** As stored: the value as it is, and hashed, for fields that are sensitive in some flows. */
  readonly values: readonly string[];
  /** Set: values that begin so, instead. */
  readonly beginning?: string | undefined;
}

/** Names of fields by which stored runs can be found, in order. Hops through the index from name to name. */
export async function listFieldNames(db: Db): Promise<readonly string[]> {
  const rows = await db.execute<{ field: string }>(sql`
    with recursive names as (
      (select field from run_fields order by field limit 1)
      union all
      select (select f.field from run_fields f where f.field > names.field order by f.field limit 1)
      from names where names.field is not null
    )
    select field from names where field is not null limit 200`);
  return rows.map(({ field }) => field);
}

/** True when stored runs can be found by this name. */
export async function isFieldName(db: Db, name: string): Promise<boolean> {
  const [row] = await db.execute<{ known: boolean }>(
    sql`select exists (select from run_fields where field = ${name}) as known`,
  );
  return row?.known === true;
}

/** The rows of `run_fields`, called `f`, that a search means. */
function matches({ field, values, beginning }: FieldSearch): SQL {
  const value =
    beginning === undefined
      ? sql`f.value in ${[...values]}`
      : sql`f.value ~>=~ ${beginning} and f.value ~<~ ${`${beginning}\u{10ffff}`}`;
  return sql`f.field = ${field} and ${value}`;
}

/**
 * The condition on `runs` that a search by a field means. Few matches: their ids, newest first, collected by the index of the
 * values. Many: one look by the primary key for each run that is walked past, because then a page is full soon.
 *
 * @param page set where nothing else narrows the list: then the index alone tells the ids of the page
 */
export async function fieldCondition(
  db: Db,
  search: FieldSearch,
  most: number,
  page: { readonly limit: number; readonly before: string | undefined } | undefined,
): Promise<SQL> {
  const wanted = matches(search);
  if (page && search.beginning === undefined) {
    // Equal values lie in the order of their runs.
    const older = page.before === undefined ? sql`` : sql`and f.run_id < ${page.before}`;
    const newest = (value: string) => sql`(select f.run_id from run_fields f where f.field = ${search.field}
      and f.value = ${value} ${older} order by f.run_id desc limit ${page.limit})`;
    return sql`${runs.id} in (${sql.join(search.values.map(newest), sql` union `)})`;
  }
  const [counted] = await db.execute<{ n: string | number }>(
    sql`select count(*) as n from (select from run_fields f where ${wanted} limit ${most + 1}) as counted`,
  );
  if (Number(counted?.n ?? 0) > most)
    return sql`exists (select from run_fields f where f.run_id = ${runs.id} and ${wanted})`;
  const older = page?.before === undefined ? sql`` : sql`and f.run_id < ${page.before}`;
  const first = page ? sql`order by f.run_id desc limit ${page.limit}` : sql``;
  return sql`${runs.id} in (select distinct f.run_id from run_fields f where ${wanted} ${older} ${first})`;
}
