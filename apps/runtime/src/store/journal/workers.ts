import { hostname } from 'node:os';
import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';
import { passing } from './errors.ts';
import type { ClaimedRun, Ownership } from './types.ts';

/** Lives and claims of the processes that run flows. Times are the database's: clocks of hosts may differ. */
export interface Workers {
  /** Begins a life: draws an epoch and holds a lease of `leaseMs`. */
  register(worker: string, leaseMs: number): Promise<Ownership>;
  /** Prolongs the lease; false when it had lapsed: everything owned under this epoch is lost to the caller. */
  beat(owner: Ownership, leaseMs: number): Promise<boolean>;
  /** Takes up to `limit` runs that are due or whose worker is dead. */
  claim(owner: Ownership, limit: number): Promise<readonly ClaimedRun[]>;
  /** Runs the worker owns without knowing: accepted while the connection was lost. */
  findUnknown(owner: Ownership, known: readonly string[]): Promise<readonly ClaimedRun[]>;
  /** Runs that wait for a worker now, counted up to `limit`. */
  countQueued(limit: number): Promise<number>;
  /** Ends a life in order. What it still owns, others claim at once. */
  leave(owner: Ownership): Promise<void>;
}

export interface ClaimRow {
  readonly id: string;
  readonly was: ClaimedRun['was'];
  readonly flow_id: string;
  readonly version: number | null;
  readonly snapshot_id: string;
  readonly test: boolean;
  readonly key_run_id: string;
  readonly trigger_node: string;
  readonly trigger: ClaimedRun['trigger'];
  readonly business_key: string | null;
  readonly accepted_at: Date;
  readonly last_seq: number;
  readonly lane_state: 'waiting' | 'turn' | null;
}

export function createWorkers(sql: Sql): Workers {
  return {
    async register(worker, leaseMs) {
      const host = JSON.stringify({ hostname: hostname(), pid: process.pid });
      const [row] = await passing(sql<{ epoch: number }[]>`
        insert into workers (epoch, id, lease_until, host)
        values (nextval('worker_epochs'), ${worker}, now() + ${leaseMs} * interval '1 millisecond', ${host}::text::json)
        returning epoch`);
      if (!row) throw new Error('The worker was not registered.');
      return { worker, epoch: row.epoch };
    },
    async beat({ epoch }, leaseMs) {
      const rows = await passing(sql`
        update workers set lease_until = now() + ${leaseMs} * interval '1 millisecond'
        where epoch = ${epoch} and lease_until > now() returning epoch`);
      return rows.length > 0;
    },
    async claim({ worker, epoch }, limit) {
      const rows = await passing(sql.unsafe<ClaimRow[]>(STATEMENTS.claim, [epoch, worker, limit], { prepare: true }));
      return rows.map(claimedRun);
    },
    async findUnknown({ epoch }, known) {
      const rows = await passing(
        sql.unsafe<ClaimRow[]>(STATEMENTS.adopt, [epoch, sql.array([...known], 2950)], { prepare: true }),
      );
      return rows.map(claimedRun);
    },
    async countQueued(limit) {
      const [row] = await passing(sql<{ count: number }[]>`
        select count(*)::int as count from (
          select from runs where ended_at is null and epoch is null and wake_at <= now() limit ${limit}) as queued`);
      return row?.count ?? 0;
    },
    async leave({ epoch }) {
      await passing(sql`update workers set lease_until = now() where epoch = ${epoch}`);
      await passing(sql`delete from workers where epoch = ${epoch}
        and not exists (select from runs where ended_at is null and runs.epoch = ${epoch})`);
    },
  };
}

export function claimedRun(row: ClaimRow): ClaimedRun {
  return {
    runId: row.id,
    was: row.was,
    flowId: row.flow_id,
    version: row.version ?? undefined,
    snapshotId: row.snapshot_id,
    test: row.test,
    keyRunId: row.key_run_id,
    triggerNode: row.trigger_node,
    trigger: row.trigger,
    businessKey: row.business_key ?? undefined,
    acceptedAt: row.accepted_at,
    seq: row.last_seq,
    lane: row.lane_state ?? undefined,
  };
}
