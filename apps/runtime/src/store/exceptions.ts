import type { ExceptionView } from '@lockstep/schema/api';
import { and, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { isUuid } from './runs-view.ts';
import { exceptions, flows, runs } from './tables/index.ts';

export type ExceptionRow = typeof exceptions.$inferSelect & {
  readonly flowName: string;
  /** What the failed run travels: where the name of the step is found. */
  readonly snapshotId: string;
};

export interface ExceptionFilter {
  readonly limit: number;
  /** Id of the last exception of the page before. */
  readonly before?: string | undefined;
  readonly flow?: string | undefined;
  readonly category?: ExceptionView['category'] | undefined;
  readonly status?: ExceptionView['status'] | undefined;
}

const columns = { exception: getTableColumns(exceptions), flowName: flows.name, snapshotId: runs.snapshotId };

/** One page, newest first. */
export async function listExceptions(
  db: Db,
  { limit, before, flow, category, status }: ExceptionFilter,
): Promise<readonly ExceptionRow[]> {
  const rows = await db
    .select(columns)
    .from(exceptions)
    .innerJoin(runs, eq(runs.id, exceptions.runId))
    .leftJoin(flows, eq(flows.id, exceptions.flowId))
    .where(
      and(
        before === undefined || !isUuid(before) ? undefined : lt(exceptions.id, before),
        flow === undefined ? undefined : eq(exceptions.flowId, flow),
        category === undefined ? undefined : eq(exceptions.category, category),
        status === undefined ? undefined : eq(exceptions.status, status),
      ),
    )
    .orderBy(desc(exceptions.id))
    .limit(limit);
  return rows.map(flat);
}

export async function readException(db: Db, id: string): Promise<ExceptionRow | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await db
    .select(columns)
    .from(exceptions)
    .innerJoin(runs, eq(runs.id, exceptions.runId))
    .leftJoin(flows, eq(flows.id, exceptions.flowId))
    .where(eq(exceptions.id, id));
  return row && flat(row);
}

/** Newest exception of a run that is not settled, else the newest at all; of a run that was replayed the one that went on. */
export async function exceptionOfRun(db: Db, runId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: exceptions.id })
    .from(exceptions)
    .where(eq(exceptions.runId, runId))
    .orderBy(sql`${inArray(exceptions.status, ['open', 'retrying'])} desc`, desc(exceptions.id))
    .limit(1);
  if (row) return row.id;
  const [gone] = await db.execute<{ exception_id: string }>(sql`
    select exception_id from exception_replays where from_run_id = ${runId}::uuid order by at desc limit 1`);
  return gone?.exception_id;
}

export async function countOpenExceptions(db: Db): Promise<number> {
  return db.$count(exceptions, eq(exceptions.status, 'open'));
}

function flat(row: {
  readonly exception: typeof exceptions.$inferSelect;
  readonly flowName: string | null;
  readonly snapshotId: string;
}): ExceptionRow {
  return { ...row.exception, flowName: row.flowName ?? row.exception.flowId, snapshotId: row.snapshotId };
}
