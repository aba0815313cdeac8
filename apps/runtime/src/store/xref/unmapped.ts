import type { UnmappedStatus, UnmappedView } from '@lockstep/schema/api';
import { indexTable, type TableContent } from '@lockstep/schema/tables';
import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import type { Executor } from './table-rows.ts';

interface UnmappedText extends Record<string, unknown> {
  readonly id: string;
  readonly table_name: string;
  readonly title: string | null;
  readonly from_column: string;
  readonly to_column: string;
  readonly key: string;
  readonly status: UnmappedStatus;
  readonly first_at: string | Date;
  readonly last_at: string | Date;
  readonly settled_by: string | null;
  readonly settled_at: string | Date | null;
  readonly version: number | null;
  readonly count: string | number;
  readonly waiting: string | number;
  readonly runs: string | null;
}

/** Runs shown of one code. */
const EXAMPLES = 5;

export interface UnmappedFilter {
  readonly table?: string | undefined;
  readonly status: UnmappedStatus;
  readonly limit: number;
}

/** Open ones: those that hold up most runs first. Others: newest first. */
export function listUnmapped(db: Db, { table, status, limit }: UnmappedFilter): Promise<UnmappedView[]> {
  const order = status === 'open' ? sql`waiting desc, u.first_at` : sql`u.settled_at desc nulls last`;
  return readUnmappedWhere(
    db,
    sql`where u.status = ${status} ${table === undefined ? sql`` : sql`and u.table_name = ${table}`}
      order by ${order} limit ${limit}`,
  );
}

export async function readUnmapped(db: Db, id: string): Promise<UnmappedView | undefined> {
  return (await readUnmappedWhere(db, sql`where u.id = ${id}::uuid`))[0];
}

async function readUnmappedWhere(db: Db, rest: ReturnType<typeof sql>): Promise<UnmappedView[]> {
  const rows = await db.execute<UnmappedText>(sql`
    select u.*, t.title, runs.count, runs.waiting,
      (select json_agg(json_build_object('runId', run_id, 'flowId', flow_id, 'node', node, 'wentOn', went_on))::text from (
        select * from unmapped_runs where value_id = u.id order by at desc limit ${EXAMPLES}) as newest) as runs
    from unmapped_values u left join xref_tables t on t.name = u.table_name
    cross join lateral (
      select count(*) as count, count(*) filter (where sent_at is null) as waiting from unmapped_runs where value_id = u.id
    ) as runs
    ${rest}`);
  return rows.map((row) => ({
    id: row.id,
    table: row.table_name,
    tableTitle: row.title ?? row.table_name,
    key: row.key,
    from: row.from_column,
    to: row.to_column,
    status: row.status,
    count: Number(row.count),
    waiting: Number(row.waiting),
    firstAt: new Date(row.first_at).toISOString(),
    lastAt: new Date(row.last_at).toISOString(),
    runs: row.runs === null ? [] : (JSON.parse(row.runs) as UnmappedView['runs']),
    ...(row.settled_by !== null && { settledBy: row.settled_by }),
    ...(row.settled_at !== null && { settledAt: new Date(row.settled_at).toISOString() }),
    ...(row.version !== null && { version: row.version }),
  }));
}

export async function countUnmapped(db: Executor): Promise<number> {
  const [row] = await db.execute<{ n: string | number }>(
    sql`select count(*) as n from unmapped_values where status = 'open'`,
  );
  return Number(row?.n ?? 0);
}

/** False when somebody settled it in between. */
export async function dismissUnmapped(db: Db, id: string, by: string): Promise<boolean> {
  const rows = await db.execute(sql`
    update unmapped_values set status = 'dismissed', settled_by = ${by}, settled_at = now()
    where id = ${id}::uuid and status = 'open' returning id`);
  return rows.length > 0;
}

interface Settled {
  readonly name: string;
  readonly version: number;
  readonly table: TableContent;
  readonly by: string;
  readonly nowMs: number;
}

/** Settles every open code of a table that its new version has. @returns how many */
export async function settleMapped(tx: Executor, { name, version, table, by, nowMs }: Settled): Promise<number> {
  const open = await tx.execute<{ id: string; key: string; from_column: string; to_column: string }>(sql`
    select id, key, from_column, to_column from unmapped_values where table_name = ${name} and status = 'open'`);
  if (open.length === 0) return 0;
  const index = indexTable(table);
  const ids = open
    .filter(({ key, from_column: from, to_column: to }) => index.find({ key, from, to, atMs: nowMs }).kind === 'found')
    .map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.execute(sql`
    update unmapped_values set status = 'mapped', version = ${version}, settled_by = ${by}, settled_at = now()
    where id = any(${`{${ids.join(',')}}`}::uuid[])`);
  return ids.length;
}
