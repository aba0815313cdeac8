import type { Sql } from './open-store.ts';

/** The newest minutes are counted at every look. */
const RECENT_MINUTES = 3;
/** Runs counted again at one look, besides those of the recent minutes. 1 M runs are counted anew within five looks. */
const SCRUB_RUNS = 250_000;
/** Rows of the ledger looked at for that. */
const SCRUB_MINUTES = 5_000;

/** Any number, the same in all versions of Lockstep: one process audits, or removes runs, at a time. */
export const LEDGER_LOCK = 4_700_215_938;

/**
 * One look of the ledger's audit: sums up what was accepted since the last look, and what it weighs, and counts the runs of the minutes that
 * are due. What was counted before stands, so a look costs the same among a thousand runs and a million; and because the
 * oldest looks are repeated, a row that vanishes later is missed as well.
 *
 * @returns false when another process looks just now
 */
export async function auditLedger(sql: Sql): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LEDGER_LOCK}::bigint) as mine`;
    if (!lock?.mine) return false;
    await tx`
      with moved as (
        delete from ledger_accepted returning flow_id, minute, coalesce(version, -1) as version, test, accepted, bytes
      ),
      added as (delete from storage_added returning flow_id, bytes),
      weighed as (
        insert into flow_storage as known (flow_id, bytes)
        select flow_id, sum(bytes) from (select flow_id, bytes from moved union all select flow_id, bytes from added) as all_added
        group by 1 order by 1
        on conflict (flow_id) do update set bytes = known.bytes + excluded.bytes
      )
      insert into ledger_minutes as known (flow_id, minute, version, test, accepted, found, checked_at)
      select flow_id, minute, version, test, sum(accepted), 0, '-infinity' from moved group by 1, 2, 3, 4
      on conflict (flow_id, minute, version, test)
        do update set accepted = known.accepted + excluded.accepted, checked_at = '-infinity'`;
    // What was accepted since the statement before is not summed up yet, so it does not count as found either.
    await tx`
      with due as materialized (
        select flow_id, minute, version, test from (
          select *, sum(accepted) over (order by checked_at, flow_id, minute, version, test) - accepted as before
          from (select * from ledger_minutes order by checked_at limit ${SCRUB_MINUTES}) as oldest
        ) as queue
        where before < ${SCRUB_RUNS}
        union
        select flow_id, minute, version, test from ledger_minutes
        where checked_at = '-infinity' or checked_at > now() - ${RECENT_MINUTES} * interval '1 minute'
          and minute > extract(epoch from now())::bigint / 60 - ${RECENT_MINUTES}
        union
        select flow_id, minute, version, test from ledger_minutes where accepted <> found
      ),
      pending as materialized (
        select flow_id, minute, coalesce(version, -1) as version, test, sum(accepted) as accepted
        from ledger_accepted group by 1, 2, 3, 4
      ),
      counted as materialized (
        select due.*, (select count(*) from runs
            where runs.flow_id = due.flow_id and runs.id >= first_run_id(due.minute)
              and runs.id < first_run_id(due.minute + 1)
              and coalesce(runs.version, -1) = due.version and runs.test = due.test)
          - coalesce(pending.accepted, 0) as found
        from due left join pending using (flow_id, minute, version, test)
      )
      update ledger_minutes as known set found = counted.found, checked_at = clock_timestamp()
      from counted
      where known.flow_id = counted.flow_id and known.minute = counted.minute and known.version = counted.version
        and known.test = counted.test`;
    return true;
  });
}
