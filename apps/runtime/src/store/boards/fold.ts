import { CLOSED_STATES } from '@lockstep/schema/cases';
import type { Tx } from '../mailbox/release.ts';

/** What was written from the first moment on, and before the second. */
export interface Span {
  readonly since: Date;
  readonly until: Date;
}

/** Runs that ended within the span, by the minute in which their messages came in. */
export async function foldRuns(tx: Tx, { since, until }: Span): Promise<void> {
  await tx`
    insert into run_minutes as known (flow_id, minute, version, outcome, bucket, n)
    select flow_id, floor(extract(epoch from accepted_at) / 60)::bigint, version, status,
      least(floor(ln(greatest(extract(epoch from ended_at - accepted_at) * 1000, 1)) / ln(1.1)), 250), count(*)
    from runs
    where ended_at >= ${since} and ended_at < ${until} and version is not null and not test
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (flow_id, minute, version, outcome, bucket) do update set n = known.n + excluded.n`;
}

/**
 * What was told of cases within the span, by the minute in which it happened: a case opened, moved, was closed, and what was promised
 * and did not come. How long it was in a state is told from the entry before, and how old it is from the first one: all by the clocks of
 * the world.
 */
export async function foldCases(tx: Tx, { since, until }: Span): Promise<void> {
  const closed = [...CLOSED_STATES];
  await tx`
    insert into case_minutes as known (kind, minute, what, name, was, bucket, n)
    select told.kind, floor(extract(epoch from counted.at) / 60)::bigint, counted.what, counted.name, counted.was,
      case when counted.ms is null then -1 else least(floor(ln(greatest(counted.ms, 1)) / ln(1.1)), 250) end, count(*)
    from (
      select kind, key, id, at, entry ->> 'type' as type, coalesce(entry ->> 'to', '') as state, coalesce(entry ->> 'from', '') as was,
        entry ->> 'text' as text, entry ->> 'by' as by
      from (select kind, key, id, at, told_at, readable(entry) as entry from case_entries) as case_entries
      where told_at >= ${since} and told_at < ${until} and entry ->> 'type' in ('opened', 'state', 'milestone', 'expected', 'missed')
    ) as told
    left join lateral (
      select first.at from case_entries as first
      where told.type in ('state', 'milestone') and first.kind = told.kind and first.key = told.key
      order by first.id limit 1
    ) as began on true
    left join lateral (
      select before.at from case_entries as before
      where told.type = 'state' and before.kind = told.kind and before.key = told.key and before.id < told.id
        and readable(before.entry) ->> 'type' in ('opened', 'state')
      order by before.id desc limit 1
    ) as before on true
    cross join lateral (
      select 'opened' as what, told.at, told.state as name, '' as was, null::float8 as ms where told.type = 'opened'
      union all
      select 'moved', told.at, told.state, told.was, extract(epoch from told.at - before.at)::float8 * 1000 where told.type = 'state'
      union all
      select 'closed', told.at, told.state, '', extract(epoch from told.at - began.at)::float8 * 1000
      where told.type = 'state' and told.state = any(${closed}::text[]) and not told.was = any(${closed}::text[])
      union all
      select 'reached', told.at, coalesce(told.text, ''), '', extract(epoch from told.at - began.at)::float8 * 1000
      where told.type = 'milestone'
      union all
      select 'due', told.by::timestamptz, coalesce(told.text, ''), '', null where told.type = 'expected' and told.by is not null
      union all
      select 'missed', coalesce(told.by::timestamptz, told.at), coalesce(told.text, ''), '', null where told.type = 'missed'
    ) as counted
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict (kind, minute, what, name, was, bucket) do update set n = known.n + excluded.n`;
}

/** Folds minutes that are old into their hours, and lets go what nobody asks for any more. */
export async function coarsenBoards(
  tx: Tx,
  { byMinuteHours, keepDays }: { readonly byMinuteHours: number; readonly keepDays: number },
): Promise<void> {
  const oldest = tx`extract(epoch from now())::bigint / 60 - ${keepDays * 1440}::bigint`;
  const hourly = tx`(extract(epoch from now())::bigint / 3600 - ${byMinuteHours}::bigint) * 60`;
  await tx`delete from run_minutes where minute < ${oldest}`;
  await tx`delete from case_minutes where minute < ${oldest}`;
  await tx`delete from breaker_changes where at < now() - ${keepDays} * interval '1 day'`;
  await tx`delete from worker_minutes where minute < extract(epoch from now())::bigint / 60 - ${WORKER_DAYS * 1440}::bigint`;
  await tx`
    with old as (delete from run_minutes where minute < ${hourly} and minute % 60 <> 0 returning *)
    insert into run_minutes as known (flow_id, minute, version, outcome, bucket, n)
    select flow_id, minute - minute % 60, version, outcome, bucket, sum(n) from old group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (flow_id, minute, version, outcome, bucket) do update set n = known.n + excluded.n`;
  await tx`
    with old as (delete from case_minutes where minute < ${hourly} and minute % 60 <> 0 returning *)
    insert into case_minutes as known (kind, minute, what, name, was, bucket, n)
    select kind, minute - minute % 60, what, name, was, bucket, sum(n) from old group by 1, 2, 3, 4, 5, 6
    order by 1, 2, 3, 4, 5, 6
    on conflict (kind, minute, what, name, was, bucket) do update set n = known.n + excluded.n`;
}

const WORKER_DAYS = 14;
