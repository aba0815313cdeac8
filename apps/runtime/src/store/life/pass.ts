import { sql } from 'drizzle-orm';
import { passing } from '../journal/errors.ts';
import { auditLedger } from '../ledger-audit.ts';
import type { Db, Sql } from '../open-store.ts';
import { dropEmptyPartitions } from './partitions.ts';
import type { KeptAs } from './removable.ts';
import { FIRST_ID, type RemovalStep, type Removed, removeRuns } from './remove-runs.ts';

/** Any number, the same in all versions of Lockstep: one process removes at a time. */
const RETENTION_LOCK = 4_700_215_939;

export interface PassOptions {
  readonly sql: Sql;
  readonly db: Db;
  /** Where a pass before came to in a flow, by `<as> <flow>`: what was looked at then need not be looked at again. */
  readonly places: Map<string, string>;
  readonly onRemoved: (flowId: string, runs: number) => void;
  /** True: leave off after the batch under way. */
  readonly isClosing: () => boolean;
  /** Between two batches, given how long the last one took, in milliseconds. */
  readonly rest: (tookMs: number) => Promise<void>;
}

/**
 * One pass of retention over all flows: removes what is over, batch by batch. The lock is of a connection, so a process that
 * dies loses it, and what it was doing is undone.
 *
 * @returns runs removed; `undefined` when another process is at it
 */
export async function retentionPass(options: PassOptions): Promise<number | undefined> {
  const connection = await passing(options.sql.reserve());
  try {
    const [lock] = await passing(
      connection<{ mine: boolean }[]>`select pg_try_advisory_lock(${RETENTION_LOCK}::bigint) as mine`,
    );
    if (!lock?.mine) return undefined;
    try {
      // What was accepted must be summed up before it can be taken off.
      await auditLedger(options.sql);
      return await removeAll(connection, options);
    } finally {
      await connection`select pg_advisory_unlock(${RETENTION_LOCK}::bigint)`.catch(() => undefined);
    }
  } finally {
    connection.release();
  }
}

async function removeAll(connection: Sql, options: PassOptions): Promise<number> {
  let removed = 0;
  for (const { flowId, days } of await finitePolicies(options.db)) {
    for (const as of ['done', 'failed'] as const) {
      if (days[as] > 0) removed += await removeFrom(connection, { flowId, as, days: days[as] }, options);
      if (options.isClosing()) return removed;
    }
  }
  if (removed > 0) await dropEmptyPartitions(options.sql);
  return removed;
}

async function removeFrom(connection: Sql, flow: Omit<RemovalStep, 'after'>, options: PassOptions): Promise<number> {
  const { places } = options;
  const key = `${flow.as} ${flow.flowId}`;
  let removed = 0;
  let after: string | undefined = places.get(key) ?? FIRST_ID;
  while (after !== undefined && !options.isClosing()) {
    const from = performance.now();
    const batch: Removed = await removeRuns(connection, { ...flow, after });
    removed += batch.runs;
    if (batch.runs > 0) options.onRemoved(flow.flowId, batch.runs);
    after = batch.last;
    if (after === undefined) break;
    places.set(key, after);
    await options.rest(performance.now() - from);
  }
  return removed;
}

/** Flows that do not keep everything for ever. */
async function finitePolicies(
  db: Db,
): Promise<readonly { readonly flowId: string; readonly days: Readonly<Record<KeptAs, number>> }[]> {
  const rows = await db.execute<{ flow_id: string; done_days: number; failed_days: number }>(sql`
    select flow_id, done_days, failed_days from flow_policies_in_force where done_days > 0 or failed_days > 0
    order by flow_id`);
  return rows.map(({ flow_id, done_days, failed_days }) => ({
    flowId: flow_id,
    days: { done: done_days, failed: failed_days },
  }));
}
