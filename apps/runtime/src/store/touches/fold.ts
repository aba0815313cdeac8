import type { Tx } from '../mailbox/release.ts';
import type { Sql } from '../open-store.ts';

/** Any number, the same in all versions of Lockstep: one process gathers at a time. */
const LOCK = 4_700_215_951;
/** What is found again within this is known by its name: a transaction that lasted long is not missed. */
const LOOK_BACK = '15 minutes';
/** Topic on which completed orders are told. */
export const COMPLETED_TOPIC = 'order.completed';
const KEEP_DAYS = 90;

/**
 * Gathers what people did by hand since the last look, and counts orders that were completed. Each is known by where it is
 * written, so it counts once, whichever processes look and die. What is told in the history of runs comes by `foldRunTouches`.
 */
export async function foldTouches(sql: Sql): Promise<'done' | 'elsewhere'> {
  return sql.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as mine`;
    if (!lock?.mine) return 'elsewhere';
    const [mark] = await tx<{ since: Date; place: number }[]>`
      update touches_mark as mark set folded_to = now() from touches_mark as before
      returning before.folded_to - ${LOOK_BACK}::interval as since, before.orders_place as place`;
    if (!mark) return 'done';
    await tx`
      insert into touches (what, ref, at, by, run_id, flow_id, about)
      select what, ref, date_trunc('milliseconds', at), by, run_id, flow_id, about from (
        select 'discarded' as what, id::text as ref, settled_at as at, coalesce(owner, '') as by, run_id, flow_id, null as about
        from exceptions where status = 'discarded' and settled_at >= ${mark.since}
          and coalesce(owner, '') not like 'the calling run %' and coalesce(owner, '') <> 'comparison of answers'
        union all
        select 'answered', id::text, settled_at, decided_by, run_id, flow_id, null
        from approvals where decided_by is not null and settled_at >= ${mark.since}
        union all
        select case when edits.changes is null then 'replayed' else 'mended' end, runs.id::text, runs.accepted_at,
          coalesce(readable(runs.trigger) ->> 'by', edits.by, ''), runs.id, runs.flow_id, null
        from runs
        left join (select run_id, by, changes from exception_replays where json_array_length(changes) > 0) as edits
          on edits.run_id = runs.id
        where runs.replay_of is not null and runs.accepted_at >= ${mark.since} and not runs.test
          and coalesce(readable(runs.trigger) ->> 'by', '') not like 'the calling run %'
        union all
        select 'table', table_name || '@' || version, published_at, published_by, null, null, table_name
        from xref_versions where published_at >= ${mark.since} and published_by <> 'Lockstep'
        union all
        select 'customer', customer_id || '/' || id, at, entry ->> 'by', null, null, customer_id
        from customer_entries where run_id is null and at >= ${mark.since} and entry ->> 'by' is not null
        union all
        select 'topic', id::text, created_at, coalesce(by, ''), null, flow_id, topic
        from topic_readers where kind = 'replay' and created_at >= ${mark.since}
      ) as found
      on conflict (what, ref) do nothing`;
    await countOrders(tx, mark.place);
    return 'done';
  });
}

/** Offsets have no holes and become visible in order: every event counts once, and its hour is that in which it came. */
async function countOrders(tx: Tx, place: number): Promise<void> {
  await tx`
    with told as (
      select seq, floor(extract(epoch from received_at) / 3600)::bigint as hour
      from topic_events where topic = ${COMPLETED_TOPIC} and seq > ${place}
    ),
    counted as (
      insert into order_hours as known (hour, n) select hour, count(*) from told group by hour order by hour
      on conflict (hour) do update set n = known.n + excluded.n
    )
    update touches_mark set orders_place = (select max(seq) from told) where exists (select from told)`;
}

/** What people did to runs, of a stretch of the history that is folded exactly once (`flow-stats/fold.ts`). */
export async function foldRunTouches(tx: Tx, { since, until }: { since: Date; until: Date }): Promise<void> {
  await tx`
    insert into touches (what, ref, at, by, run_id, flow_id)
    select case told.type when 'run.retried' then 'retried' when 'run.cancelled' then 'cancelled' else 'moved' end,
      happened.run_id || '/' || happened.seq, date_trunc('milliseconds', happened.at), told.by, happened.run_id, runs.flow_id
    from (
      select run_id, seq, at, event from run_events where at >= ${since} and at < ${until}
        and event::text like '{"type":"run.%' offset 0
    ) as happened
    cross join lateral json_to_record(readable(happened.event)) as told (type text, by text)
    join runs on runs.id = happened.run_id and not runs.test
    where told.type in ('run.retried', 'run.cancelled', 'run.migrated')
      and told.by is not null and told.by not like 'the calling run %'
    on conflict (what, ref) do nothing`;
}

/** Lets go of what is older than three months. */
export async function dropOldTouches(sql: Sql): Promise<void> {
  await sql`delete from touches where at < now() - ${KEEP_DAYS} * interval '1 day'`;
  await sql`delete from order_hours where hour < extract(epoch from now())::bigint / 3600 - ${KEEP_DAYS * 24}`;
}
