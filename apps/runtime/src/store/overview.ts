import type { RunCounts } from '@lockstep/schema/api';
import { and, count, eq, gt, gte, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { firstRunIdAt } from './runs-view.ts';
import { runs, workers } from './tables/index.ts';

export const NO_RUNS: RunCounts = { queued: 0, running: 0, waiting: 0, done: 0, exception: 0, cancelled: 0 };

/** Runs accepted since a moment (epoch milliseconds), by flow and status. Test runs are left out. */
export async function countRunsSince(db: Db, sinceMs: number): Promise<ReadonlyMap<string, RunCounts>> {
  const rows = await db
    .select({ flowId: runs.flowId, status: runs.status, n: count() })
    .from(runs)
    .where(and(gte(runs.id, firstRunIdAt(sinceMs)), eq(runs.test, false)))
    .groupBy(runs.flowId, runs.status);
  const byFlow = new Map<string, RunCounts>();
  for (const { flowId, status, n } of rows) byFlow.set(flowId, { ...(byFlow.get(flowId) ?? NO_RUNS), [status]: n });
  return byFlow;
}

export function sumCounts(counts: Iterable<RunCounts>): RunCounts {
  const sum = { ...NO_RUNS };
  for (const each of counts) {
    for (const status of Object.keys(sum) as (keyof RunCounts)[]) sum[status] += each[status];
  }
  return sum;
}

/** At most this many runs, the newest, go into the percentiles. */
const LATENCY_SAMPLE = 20_000;

/** Milliseconds from accept to end of runs done since a moment; `undefined` when there were none. */
export async function latencySince(
  db: Db,
  sinceMs: number,
): Promise<{ readonly p50: number; readonly p95: number; readonly p99: number } | undefined> {
  const [row] = await db.execute<{ shares: number[] | null }>(sql`
    select percentile_cont(array[0.5, 0.95, 0.99]) within group (order by ms) as shares
    from (
      select extract(epoch from ended_at - accepted_at)::float8 * 1000 as ms
      from runs
      where id >= ${firstRunIdAt(sinceMs)} and status = 'done' and not test
      order by id desc
      limit ${LATENCY_SAMPLE}
    ) as sample`);
  const [p50, p95, p99] = row?.shares ?? [];
  return p50 === undefined || p95 === undefined || p99 === undefined ? undefined : { p50, p95, p99 };
}

/** Worker processes whose lease lasts. */
export function countWorkers(db: Db): Promise<number> {
  return db.$count(workers, gt(workers.leaseUntil, sql`now()`));
}
