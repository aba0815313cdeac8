import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/** Events and rows looked at in one statement, so that the lock of a topic is never held for long. */
const BATCH = 5000;
/** A publisher is not kept waiting for a partition to be dropped, nor the other way round. */
const DROP_LOCK_TIMEOUT = '2s';

/**
 * Lets go of events whose time is over, or that are beyond what their topic may hold. From the commit on nobody reads them;
 * their rows go with their partition, or at once where a topic keeps less than others do.
 *
 * @param defaultMs how long topics keep their events that say nothing of it
 */
export async function retainEvents(sql: Sql, defaultMs: number): Promise<void> {
  const due = await passing(sql<{ name: string }[]>`
    select name from topics
    where head >= floor and (bytes_total - bytes_gone > retention_bytes or exists (
      select from topic_events e where e.topic = topics.name and e.seq = topics.floor
        and e.received_at < clock_timestamp() - coalesce(retention_ms, ${defaultMs}::bigint) * interval '1 millisecond'))`);
  for (const { name } of due) while ((await raiseFloor(sql, name, defaultMs)) >= BATCH);
  await sweepRows(sql, defaultMs);
  await dropPartitions(sql);
}

/** @returns how many events were let go */
async function raiseFloor(sql: Sql, topic: string, defaultMs: number): Promise<number> {
  const [row] = await passing(sql<{ gone: number }[]>`
    with topic as materialized (select * from topics where name = ${topic} for update),
    front as (
      select seq, received_at, bytes, bytes_through from topic_events
      where topic = ${topic} and seq >= (select floor from topic) order by seq limit ${BATCH}
    ),
    -- What a reader gathered is still to be read.
    gathered as (
      select min(b.seq) as first from topic_readers r join topic_buffers b on b.reader_id = r.id where r.topic = ${topic}
    ),
    gone as (
      select max(seq) as seq, max(front.bytes_through) as bytes, count(*)::int as events
      from front cross join topic cross join gathered
      where (received_at < clock_timestamp() - coalesce(retention_ms, ${defaultMs}::bigint) * interval '1 millisecond'
          or bytes_total - bytes_through + bytes > retention_bytes)
        and (gathered.first is null or seq < gathered.first)
    )
    update topics set floor = gone.seq + 1, bytes_gone = gone.bytes
    from gone where topics.name = ${topic} and gone.events > 0 returning gone.events as gone`);
  return row?.gone ?? 0;
}

/** Rows of topics that keep less than the others would wait long for their partition. */
async function sweepRows(sql: Sql, defaultMs: number): Promise<void> {
  for (;;) {
    const swept = await passing(sql`
      with due as materialized (
        select name, swept as low, least(floor, swept + ${BATCH}) as high from topics
        where swept < floor and (retention_bytes is not null or coalesce(retention_ms, ${defaultMs}::bigint) <
          (select max(coalesce(retention_ms, ${defaultMs}::bigint)) from topics))
        order by name limit 1 for update
      ),
      removed as (
        delete from topic_events e using due where e.topic = due.name and e.seq >= due.low and e.seq < due.high
      )
      update topics set swept = due.high from due where topics.name = due.name returning topics.name`);
    if (swept.length === 0) break;
  }
  await passing(sql`
    delete from topic_events_default e using topics where topics.name = e.topic and e.seq < topics.floor`);
}

/** Weeks that are over and of which no topic keeps anything. */
async function dropPartitions(sql: Sql): Promise<void> {
  const partitions = await passing(sql<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'topic_events'::regclass and inhrelid::regclass::text ~ '^topic_events_\\d{4}_\\d\\d_\\d\\d$'
      and to_timestamp(right(inhrelid::regclass::text, 10), 'YYYY_MM_DD') at time zone 'UTC' + interval '1 week'
        < now() at time zone 'UTC'`);
  for (const { name } of partitions) {
    const table = sql(name);
    await sql
      .begin(async (tx) => {
        await tx`select set_config('lock_timeout', ${DROP_LOCK_TIMEOUT}, true)`;
        const [kept] = await tx<{ some: boolean }[]>`
          select exists (select from ${table} e join topics on topics.name = e.topic where e.seq >= topics.floor) as some`;
        if (kept?.some === false) await tx`drop table ${table}`;
      })
      .catch((error: unknown) => {
        if (!isLockTimeout(error)) throw error;
      });
  }
}

function isLockTimeout(error: unknown): boolean {
  return error !== null && typeof error === 'object' && 'code' in error && error.code === '55P03';
}
