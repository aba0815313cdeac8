import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/** A stretch of a topic, by time; what is absent is open. `to` is exclusive. */
export interface EventSpan {
  readonly topic: string;
  /** ISO */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface NewReplay extends EventSpan {
  /** UUIDv7 */
  readonly id: string;
  readonly flowId: string;
  readonly node: string;
  /** Key pattern and filter expression. */
  readonly keys?: string | undefined;
  readonly filter?: string | undefined;
  /** Runs a second at most. */
  readonly perSecond?: number | undefined;
  readonly by: string;
  /** Events it is about, as counted before. */
  readonly total: number;
  /** Offsets it reads. */
  readonly first: number;
  readonly last: number;
}

export interface ReplayRow extends Omit<NewReplay, 'last'> {
  readonly status: 'running' | 'paused' | 'done' | 'aborted';
  readonly reason?: string | undefined;
  readonly read: number;
  readonly passed: number;
  readonly begun: number;
  readonly expired: number;
  /** Offsets: how far it is, where it ends. */
  readonly place: number;
  readonly until: number;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
}

/** Offsets of a stretch; empty when `last` is before `first`. `undefined` when there is no such topic. */
export async function offsetsOf(
  sql: Sql,
  { topic, from, to }: EventSpan,
): Promise<{ readonly first: number; readonly last: number } | undefined> {
  const [row] = await passing(sql<{ first: number; last: number }[]>`
    select ${from === undefined ? sql`floor` : sql`topic_offset_at(name, ${from}::timestamptz)`} as first,
      ${to === undefined ? sql`head` : sql`topic_offset_at(name, ${to}::timestamptz) - 1`} as last
    from topics where name = ${topic}`);
  return row && { ...row };
}

/** Begins a replay of a stretch. */
export async function createReplay(sql: Sql, replay: NewReplay): Promise<void> {
  const { id, flowId, node, topic, from = null, to = null, keys = null, filter = null, perSecond = null } = replay;
  const { total, first, last, by } = replay;
  await passing(sql`
    insert into topic_readers (id, kind, flow_id, node, topic, place, first, until, from_at, to_at, keys, filter, per_second,
      total, by)
    values (${id}, 'replay', ${flowId}, ${node}, ${topic}, ${first - 1}, ${first}, ${last}, ${from}::timestamptz,
      ${to}::timestamptz, ${keys}, ${filter}, ${perSecond}, ${total}, ${by})`);
}

/** Newest first. */
export async function listReplays(
  sql: Sql,
  {
    id,
    topic,
    limit,
  }: { readonly id?: string | undefined; readonly topic?: string | undefined; readonly limit: number },
): Promise<readonly ReplayRow[]> {
  const at = (column: string) => sql`to_char(${sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const rows = await passing(sql<{ [Key in keyof ReplayRow]: ReplayRow[Key] | null }[]>`
    select id, flow_id as "flowId", node, topic, ${at('from_at')} as "from", ${at('to_at')} as "to", keys, filter,
      per_second::float8 as "perSecond", by, status, reason, total, read, passed, begun, expired, first, place, until,
      ${at('created_at')} as "startedAt", ${at('ended_at')} as "endedAt"
    from topic_readers
    where kind = 'replay' ${id === undefined ? sql`` : sql`and id = ${id}`} ${topic === undefined ? sql`` : sql`and topic = ${topic}`}
    order by id desc limit ${limit}`);
  return rows.map(
    (row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as ReplayRow,
  );
}

/** Lets a replay rest, or go on. False when it has ended, or does so already. */
export async function setReplay(sql: Sql, id: string, status: 'running' | 'paused'): Promise<boolean> {
  const before = status === 'running' ? 'paused' : 'running';
  const rows = await passing(sql`
    update topic_readers set status = ${status}, turn = turn + 1, worker = null, lease_until = null
    where id = ${id} and kind = 'replay' and status = ${before} returning pg_notify('lockstep_topics', topic)`);
  return rows.length > 0;
}

/** Ends a replay before its end; what it had gathered is given up. False when it has ended. */
export async function abortReplay(sql: Sql, id: string, reason: string): Promise<boolean> {
  const rows = await passing(sql`
    with ended as (
      update topic_readers set status = 'aborted', reason = ${reason}, ended_at = now(), turn = turn + 1
      where id = ${id} and kind = 'replay' and status in ('running', 'paused') returning id
    ),
    emptied as (delete from topic_buffers using ended where reader_id = ended.id)
    select from ended`);
  return rows.length > 0;
}
