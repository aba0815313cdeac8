import type { RunEvent } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

/** A run that waits, with nothing under way and owned by nobody. */
export interface ParkedRun {
  readonly runId: string;
  readonly version: number;
  readonly snapshotId: string;
  /** Sequence number of its newest event. */
  readonly seq: number;
}

const PARKED = sql`ended_at is null and epoch is null and status = 'waiting' and version is not null and not test
  and lane_state is distinct from 'waiting'`;

/** How many runs of a flow wait, by version. */
export async function countParked(
  db: Db,
  flowId: string,
): Promise<readonly { readonly version: number; readonly waiting: number }[]> {
  const rows = await db.execute<{ version: number; waiting: number }>(sql`
    select version, count(*)::integer as waiting from runs where ${PARKED} and flow_id = ${flowId} group by 1 order by 1`);
  return rows.map(({ version, waiting }) => ({ version, waiting }));
}

/** Runs of a flow that wait on another version than `to`, oldest first, behind `after`. */
export async function listParked(
  db: Db,
  page: {
    readonly flowId: string;
    readonly to: number;
    readonly from?: number | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly ParkedRun[]> {
  const { flowId, to, from, after, limit } = page;
  const rows = await db.execute<{ id: string; version: number; snapshot_id: string; last_seq: number }>(sql`
    select id, version, snapshot_id, last_seq from runs
    where ${PARKED} and flow_id = ${flowId} and version <> ${to}
      ${from === undefined ? sql`` : sql`and version = ${from}`} ${after === undefined ? sql`` : sql`and id > ${after}`}
    order by id limit ${limit}`);
  return rows.map((row) => ({ runId: row.id, version: row.version, snapshotId: row.snapshot_id, seq: row.last_seq }));
}

/** Events of runs by run, in order; those about items of scopes are left out. */
export async function readEventsOf(
  db: Db,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly RunEvent[]>> {
  if (runIds.length === 0) return new Map();
  const ids = sql`(${sql.join(
    runIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  )})`;
  const rows = await db.execute<{ run_id: string; event: RunEvent }>(sql`
    select run_id, event from run_events
    where run_id in ${ids} and at >= (select min(accepted_at) from runs where id in ${ids}) order by run_id, seq`);
  return new Map(
    [...Map.groupBy(rows, ({ run_id }) => run_id)].map(([id, own]) => [id, own.map(({ event }) => event)]),
  );
}

/**
 * Moves a run that waits to another version: run row, event and ledger in one commit. Whoever claims it next folds its history
 * on that version, so a state kept under the old one goes. The ledger counts the run where it is now: one accepted less
 * there, one more here; the audit sums both up.
 *
 * @returns false when the run went on since its event `seq`
 */
export async function moveRun(
  db: Db,
  { runId, seq, version, snapshotId, event }: ParkedRun & { readonly event: RunEvent },
): Promise<boolean> {
  const rows = await db.execute(sql`
    with before as materialized (
      select id, version from runs where id = ${runId}::uuid and last_seq = ${seq}::integer and ${PARKED} for update
    ),
    moved as (
      update runs set version = ${version}::integer, snapshot_id = ${snapshotId}::text, last_seq = last_seq + 1, wake_at = now()
      from before where runs.id = before.id
      returning runs.id, runs.flow_id, runs.test, runs.last_seq, before.version as old
    ),
    logged as (
      insert into run_events (run_id, seq, at, event)
      select id, last_seq, now(), ${JSON.stringify(event)}::text::json from moved
    ),
    forgotten as (
      delete from run_snapshots using moved where run_snapshots.run_id = moved.id
    ),
    counted as (
      insert into ledger_accepted (minute, flow_id, version, test, accepted)
      select run_minute(id), flow_id, shift.version, test, shift.accepted
      from moved cross join lateral (values (old, -1), (${version}::integer, 1)) as shift (version, accepted)
    )
    select id, pg_notify('lockstep_work', id::text) from moved`);
  return rows.length > 0;
}
