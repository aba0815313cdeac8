import { passing } from '../journal/errors.ts';
import { LEDGER_LOCK } from '../ledger-audit.ts';
import type { Sql } from '../open-store.ts';
import { type KeptAs, REMOVABLE, STATUSES } from './removable.ts';

/** Runs looked at in one transaction: it takes some tens of milliseconds. */
export const REMOVAL_BATCH = 500;
/** Smaller than every id. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface RemovalStep {
  readonly flowId: string;
  readonly as: KeptAs;
  /** At least 1. */
  readonly days: number;
  /** Id of the last run that was looked at before. */
  readonly after: string;
}

export interface Removed {
  readonly runs: number;
  /** Where to go on; absent at the end. */
  readonly last?: string;
}

/**
 * Looks at the next runs of a flow, oldest first, and removes those whose time is over, in one transaction: rows, history, large
 * values, and their part of the ledger, which moves to the sums of what was removed.
 *
 * What stays for ever is that something was done: delivery ids (`inbox`), which run answered a call (`calls`), and the newest
 * that a lane did (`lanes`). So a message sent again years later still begins no second run.
 *
 * Nothing that accepts or appends waits for it: it holds rows of ended runs only, and the lock of the ledger's audit.
 *
 * @param connection one connection, not a pool
 */
export function removeRuns(connection: Sql, step: RemovalStep): Promise<Removed> {
  return passing(inTransaction(connection, (tx) => removeNext(tx, step)));
}

/** A connection of its own: the pool of the journal is for those who accept. */
async function inTransaction<T>(connection: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  await connection`begin`;
  try {
    const result = await work(connection);
    await connection`commit`;
    return result;
  } catch (error) {
    // Of a connection that was lost nothing is left to take back.
    await connection`rollback`.catch(() => undefined);
    throw error;
  }
}

async function removeNext(tx: Sql, { flowId, as, days, after }: RemovalStep): Promise<Removed> {
  // Statistics may be of a time when the tables were small; each row here is found by its key.
  await tx`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_seqscan', 'off', true)`;
  const [found] = await tx<Found[]>`
    with looked as materialized (
      select id from runs
      where flow_id = ${flowId} and ${statusIs(tx, as)} and id > ${after}
        and id < first_run_id((extract(epoch from now())::bigint - ${days}::bigint * 86400) / 60 + 1)
      order by id limit ${REMOVAL_BATCH}
    ),
    due as (
      select r.id, r.accepted_at, r.ended_at from looked join runs r on r.id = looked.id
      where r.status = any (${[...STATUSES[as]]}) and r.ended_at < now() - ${days} * interval '1 day' and ${tx.unsafe(REMOVABLE)}
      for update of r skip locked
    )
    select (select count(*)::int from looked) as looked, (select id from looked order by id desc limit 1) as last,
      coalesce(array_agg(id), '{}') as ids, min(accepted_at)::text as "from", max(ended_at)::text as "to" from due`;
  if (!found || found.looked === 0) return { runs: 0 };
  const { ids, looked, last } = found;
  if (ids.length > 0) {
    await tx`select pg_advisory_xact_lock(${LEDGER_LOCK}::bigint)`;
    await remove(tx, found);
  }
  return { runs: ids.length, ...(looked === REMOVAL_BATCH && last !== null && { last }) };
}

interface Found {
  readonly looked: number;
  readonly last: string | null;
  readonly ids: readonly string[];
  /**
   * First acceptance and last end among them, to the microsecond: between lie all their events, so other partitions are left
   * alone.
   */
  readonly from: string | null;
  readonly to: string | null;
}

/** Failed runs have an index of their own; it leads with one status. */
function statusIs(tx: Sql, as: KeptAs) {
  return as === 'done' ? tx`true` : tx`status in ('exception', 'cancelled')`;
}

async function remove(tx: Sql, { ids: found, from, to }: Found): Promise<void> {
  const ids = [...found];
  const between = tx`at >= ${from}::timestamptz and at <= ${to}::timestamptz`;
  const [sums] = await tx<{ removed: number; summed: number }[]>`
    with gone as (
      delete from runs where id = any (${ids})
      returning id, flow_id, run_minute(id) as minute, coalesce(version, -1) as version, test, status, filtered, bytes, replayed_by
    ),
    subtracted as (
      update ledger_minutes known set accepted = known.accepted - part.n, found = known.found - part.n
      from (select flow_id, minute, version, test, count(*) as n from gone group by 1, 2, 3, 4) as part
      where known.flow_id = part.flow_id and known.minute = part.minute and known.version = part.version
        and known.test = part.test
      returning part.n
    ),
    totals as (
      insert into ledger_removed as known (flow_id, minute, version, done, filtered, exceptions, cancelled)
      select flow_id, minute / 60 * 60, version, count(*) filter (where status = 'done' and filtered is null),
        count(*) filter (where filtered is not null), count(*) filter (where status = 'exception'),
        count(*) filter (where status = 'cancelled')
      -- A failed run that a replay repeats is counted by that one.
      from gone where version >= 0 and not test and not (status = 'exception' and replayed_by is not null) group by 1, 2, 3
      on conflict (flow_id, minute, version) do update set done = known.done + excluded.done,
        filtered = known.filtered + excluded.filtered, exceptions = known.exceptions + excluded.exceptions,
        cancelled = known.cancelled + excluded.cancelled
    ),
    lighter as (
      update flow_storage known set bytes = greatest(0, known.bytes - part.bytes)
      from (select flow_id, sum(bytes) as bytes from gone group by 1) as part where known.flow_id = part.flow_id
    ),
    unlogged as (delete from run_events where run_id = any (${ids}) and ${between}),
    unlogged_items as (delete from run_item_events where run_id = any (${ids}) and ${between}),
    unitemed as (delete from run_items where run_id = any (${ids})),
    unremembered as (delete from run_snapshots where run_id = any (${ids})),
    unstored as (delete from payloads where run_id = any (${ids})),
    unnamed as (delete from run_fields where run_id = any (${ids})),
    unmailed as (delete from run_mail where run_id = any (${ids})),
    unwaited as (delete from run_waits where run_id = any (${ids})),
    uncalled as (delete from run_calls where run_id = any (${ids})),
    unread as (
      -- By the first run of a chain of replays; the others read the same.
      delete from run_tables where run_id = any (${ids}) and not exists (
        select from runs again where again.key_run_id = run_tables.run_id and again.replay_of is not null)
    ),
    unbound as (
      delete from run_bindings where run_id = any (${ids}) and not exists (
        select from runs again where again.key_run_id = run_bindings.run_id and again.replay_of is not null)
    ),
    uncompared as (delete from capability_shadows where run_id = any (${ids})),
    unmapped as (delete from unmapped_runs where run_id = any (${ids})),
    unplaced as (delete from lane_runs where run_id = any (${ids})),
    unasked as (delete from approvals where run_id = any (${ids})),
    unraised as (delete from exceptions where run_id = any (${ids}) returning id),
    uncommented as (delete from exception_comments where exception_id in (select id from unraised)),
    unedited as (delete from exception_replays where exception_id in (select id from unraised))
    select (select count(*)::int from gone) as removed, (select coalesce(sum(n), 0)::int from subtracted) as summed`;
  if (sums?.removed !== ids.length || sums.summed !== sums.removed)
    throw new Error(`The ledger knows ${sums?.summed} of ${ids.length} runs that would be removed; nothing was.`);
  await tx`delete from ledger_minutes where accepted = 0 and found = 0 and minute between run_minute(${ids.reduce(lower)}) and
    run_minute(${ids.reduce(higher)})`;
}

const lower = (a: string, b: string) => (a < b ? a : b);
const higher = (a: string, b: string) => (a > b ? a : b);
