import { and, asc, gte, lt, sql } from 'drizzle-orm';
import type { MinuteRange } from '../flow-stats/read.ts';
import type { Db, Sql } from '../open-store.ts';
import { runs, workerMinutes } from '../tables/index.ts';

export interface WorkerMinute {
  readonly worker: string;
  readonly inFlight: number;
  readonly queued: number;
  /** 99th percentile of how late the event loop was, in milliseconds. */
  readonly loopMs: number;
}

/** Writes down how a process is now; how long the database takes to answer is measured by the way. */
export async function writeWorkerMinute(sql: Sql, { worker, inFlight, queued, loopMs }: WorkerMinute): Promise<void> {
  const from = performance.now();
  await sql`select`;
  const databaseMs = performance.now() - from;
  await sql`
    insert into worker_minutes (worker, minute, in_flight, queued, loop_ms, database_ms)
    values (${worker}, extract(epoch from now())::bigint / 60, ${inFlight}, ${queued}, ${loopMs}, ${databaseMs})
    on conflict (worker, minute) do nothing`;
}

export type EngineBin = Awaited<ReturnType<typeof readEngineBins>>[number];

/** All processes together: what they held, and the slowest of them. */
export async function readEngineBins(db: Db, { fromMinute, toMinute }: MinuteRange, binMinutes: number) {
  const each = db
    .select({
      minute: workerMinutes.minute,
      workers: sql<number>`count(*)`.as('workers'),
      inFlight: sql<number>`sum(${workerMinutes.inFlight})`.as('held'),
      queued: sql<number>`sum(${workerMinutes.queued})`.as('waiting'),
      loopMs: sql<number>`max(${workerMinutes.loopMs})`.as('late'),
      databaseMs: sql<number>`max(${workerMinutes.databaseMs})`.as('answered'),
    })
    .from(workerMinutes)
    .where(and(gte(workerMinutes.minute, fromMinute), lt(workerMinutes.minute, toMinute)))
    .groupBy(workerMinutes.minute)
    .as('each_minute');
  return db
    .select({
      bin: sql<number>`(${each.minute} - ${fromMinute}) / ${binMinutes}`.mapWith(Number),
      workers: sql<number>`max(${each.workers})`.mapWith(Number),
      inFlight: sql<number>`max(${each.inFlight})`.mapWith(Number),
      queued: sql<number>`max(${each.queued})`.mapWith(Number),
      loopMs: sql<number>`max(${each.loopMs})`.mapWith(Number),
      databaseMs: sql<number>`max(${each.databaseMs})`.mapWith(Number),
    })
    .from(each)
    .groupBy(sql`1`)
    .orderBy(asc(sql`1`));
}

export interface OpenRuns {
  readonly status: 'queued' | 'running' | 'waiting';
  readonly n: number;
  /** When the oldest came in. */
  readonly oldest: Date;
}

/** Runs that have not ended, now. */
export async function readOpenRuns(db: Db, flowId?: string): Promise<readonly OpenRuns[]> {
  const rows = await db
    .select({
      status: runs.status,
      n: sql<number>`count(*)`.mapWith(Number),
      oldest: sql<string>`min(${runs.acceptedAt})`,
    })
    .from(runs)
    .where(
      sql`${runs.endedAt} is null and not ${runs.test}${flowId === undefined ? sql`` : sql` and ${runs.flowId} = ${flowId}`}`,
    )
    .groupBy(runs.status);
  return rows.map((row) => ({ ...row, status: row.status as OpenRuns['status'], oldest: new Date(row.oldest) }));
}
