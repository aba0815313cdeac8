import { coarsenBoards, foldCases, foldRuns } from '../boards/fold.ts';
import type { Sql } from '../open-store.ts';
import { foldRunTouches } from '../touches/fold.ts';

/** Any number, the same in all versions of Lockstep: one process folds at a time. */
const LOCK = 4_700_215_948;
/** Time of events that one statement folds. */
const SPAN = '5 minutes';
/** Minutes older than this are kept by the hour, and hours no longer than that. */
const BY_MINUTE_HOURS = 48;
const KEEP_DAYS = 90;

/**
 * One look: folds what was written since the last one, at most five minutes of it, into `flow_minutes`. The mark moves in the same
 * commit, so every event counts once, whichever processes look and die. What a transaction that still goes on may write is left for the next
 * look: only what is older than the oldest of them is folded.
 *
 * @returns `behind` while there is more to fold at once; `elsewhere` when another process looks just now
 */
export async function foldEvents(sql: Sql): Promise<'done' | 'behind' | 'elsewhere'> {
  return sql.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as mine`;
    if (!lock?.mine) return 'elsewhere';
    const [span] = await tx<{ since: Date; until: Date; behind: boolean }[]>`
      with horizon as (
        select least(now() - interval '2 seconds', min(xact_start) + (now() - transaction_timestamp())) as at from pg_stat_activity
        where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
      ),
      next as (
        select mark.folded_to as since, least(horizon.at, mark.folded_to + ${SPAN}::interval) as until, horizon.at
        from flow_minutes_mark as mark, horizon
      )
      update flow_minutes_mark as mark set folded_to = next.until from next where next.until > next.since
      returning next.since, next.until, next.until < next.at as behind`;
    if (!span) return 'done';
    await tx`
      insert into flow_minutes as known (flow_id, minute, version, node, what, port, bucket, n)
      select runs.flow_id, floor(extract(epoch from happened.at) / 60)::bigint, runs.version, told.node, kind.what,
        case kind.what when 'ok' then coalesce(told.port, '') else '' end,
        case when kind.what <> 'ok' or told."durationMs" is null then -1
          when told."durationMs" < 1 then 0
          else least(floor(ln(told."durationMs") / ln(1.1)), 250) end,
        count(*)
      from (
        select run_id, at, event from run_events where at >= ${span.since} and at < ${span.until}
        union all
        select run_id, at, event from run_item_events where at >= ${span.since} and at < ${span.until}
      ) as happened
      join runs on runs.id = happened.run_id and runs.version is not null and not runs.test
      cross join lateral json_to_record(readable(happened.event))
        as told (type text, node text, port text, attempt integer, "durationMs" double precision)
      cross join lateral (
        select 'began' where told.type = 'run.started'
        union all select 'ok' where told.type in ('step.succeeded', 'step.released')
        union all select 'failed' where told.type = 'step.failed'
        union all select 'parked' where told.type = 'step.parked'
        union all select 'again' where told.type in ('step.succeeded', 'step.failed', 'step.parked') and told.attempt > 1
      ) as kind (what)
      where told.node is not null
      group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
      on conflict (flow_id, minute, version, node, what, port, bucket) do update set n = known.n + excluded.n`;
    await foldRunTouches(tx, span);
    await foldRuns(tx, span);
    await foldCases(tx, span);
    return span.behind ? 'behind' : 'done';
  });
}

/** Folds minutes that are old into their hours, and lets go what is older than three months. */
export async function coarsenStats(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as mine`;
    if (!lock?.mine) return;
    await tx`delete from flow_minutes where minute < extract(epoch from now())::bigint / 60 - ${KEEP_DAYS * 1440}`;
    await tx`
      with old as (
        delete from flow_minutes
        where minute < (extract(epoch from now())::bigint / 3600 - ${BY_MINUTE_HOURS}) * 60 and minute % 60 <> 0
        returning *
      )
      insert into flow_minutes as known (flow_id, minute, version, node, what, port, bucket, n)
      select flow_id, minute - minute % 60, version, node, what, port, bucket, sum(n) from old group by 1, 2, 3, 4, 5, 6, 7
      order by 1, 2, 3, 4, 5, 6, 7
      on conflict (flow_id, minute, version, node, what, port, bucket) do update set n = known.n + excluded.n`;
    await coarsenBoards(tx, { byMinuteHours: BY_MINUTE_HOURS, keepDays: KEEP_DAYS });
  });
}
