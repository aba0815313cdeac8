import type { TestIdle } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

/**
 * What runs leave behind. Flows, connections, contracts, tables, variables, bindings, rules and people's work on drafts are
 * not among it, nor how processes and connections stand.
 */
const LEFT_BY_RUNS = [
  'runs, run_events, run_item_events, run_items, run_snapshots, payloads, inbox, run_mail, run_waits, run_fields',
  'run_calls, calls, run_tables, run_bindings, capability_shadows, approvals, lanes, lane_runs, door_windows',
  'exceptions, exception_comments, exception_replays, bulk_retries, bulk_retry_items',
  'ledger_accepted, ledger_minutes, ledger_removed, storage_added, flow_storage, flow_minutes, touches, order_hours',
  'flow_values, flow_value_writes, unmapped_values, unmapped_runs, cases, case_entries, case_changes',
  'customers, customer_sources, customer_keys, customer_entries, customer_changes, watched_files',
  'topic_events, topic_buffers',
].join(', ');

/** Kept for a paused flow: nothing happens to it before a person resumes that. */
const HELD = sql`status = 'queued' and epoch is null and wake_at is null and lane_state is distinct from 'waiting'
  and exists (select from flow_pauses held where held.flow_id = runs.flow_id)`;

/** A run that a process has, or that one will take as soon as it looks. */
const UNDER_WAY = sql`ended_at is null and (epoch is not null or wake_at <= clock_timestamp()
  or (status in ('queued', 'running') and not (${HELD})))`;

type Busy = TestIdle['waitsFor'][number];

/** What is still to be done without waiting for anything, and when a parked run goes on next. */
export async function lookForWork(db: Db): Promise<TestIdle> {
  const waitsFor = await db.execute<Busy & Record<string, unknown>>(sql`
    select what, n::integer as count, example from (
      select 'runs' as what, count(*) as n, min(id::text) as example from runs where ${UNDER_WAY}
      union all
      select 'mail', count(*), min(run_id::text) from run_mail
      where taken_at is null and exists (select from runs where id = run_id and ended_at is null)
      union all
      select 'events', coalesce(sum(topics.head - r.place), 0), min(r.topic || ' of ' || r.flow_id)
      from topic_readers r join topics on topics.name = r.topic
      join flows on flows.id = r.flow_id and flows.deleted_at is null
      where r.status = 'running' and r.place < least(topics.head, coalesce(r.until, topics.head))
        and not exists (select from flow_pauses p where p.flow_id = r.flow_id)
      union all
      select 'bulk-retries', count(*), min(id::text) from bulk_retries where status = 'running'
    ) as found where n > 0`);
  const [next] = await db.execute<{ at: string | null }>(sql`
    select to_char(min(wake_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from runs where ended_at is null and epoch is null and wake_at > clock_timestamp()`);
  const found = waitsFor.map(({ what, count, example }) => ({ what, count, example }));
  return { idle: found.length === 0, waitsFor: found, ...(next?.at && { nextDueAt: next.at }) };
}

/**
 * Forgets every run, all or nothing. Offsets of topics go on, so that a reader of another process that has one in hand
 * never meets it twice; consumers stand behind the last event. Ids by a seed are counted from 1 again.
 *
 * @returns how many runs there were; `undefined`, and nothing is forgotten, while one is under way
 */
export async function forgetRuns(db: Db): Promise<number | undefined> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table runs, topics in access exclusive mode`);
    const [counted] = await tx.execute<{ total: number; busy: number }>(sql`
      select count(*)::integer as total, (count(*) filter (where ${UNDER_WAY}))::integer as busy from runs`);
    if (counted === undefined || counted.busy > 0) return undefined;
    await tx.execute(sql.raw(`truncate ${LEFT_BY_RUNS}`));
    await tx.execute(sql`update lockstep_test.run_ids set taken = 0`);
    await tx.execute(sql`delete from topic_readers where kind = 'replay'`);
    await tx.execute(
      sql`update topics set floor = head + 1, swept = head + 1, bytes_gone = bytes_total, newest_at = null`,
    );
    await tx.execute(sql`
      update topic_readers r set place = topics.head, place_at = null, turn = turn + 1,
        read = 0, passed = 0, expired = 0, begun = 0
      from topics where topics.name = r.topic`);
    return counted.total;
  });
}
