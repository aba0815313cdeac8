import type { Json } from '@lockstep/schema/run';
import { iso } from '../iso.ts';
import { passing } from '../journal/errors.ts';
import { storable } from '../journal/text.ts';
import type { Sql } from '../open-store.ts';

/** An event as it is kept. */
export interface StoredEvent {
  readonly offset: number;
  readonly key: string;
  readonly eventId: string;
  readonly payload: Json;
  /** Of the payload. */
  readonly bytes: number;
  readonly attributes: Readonly<Record<string, Json>> | null;
  /** ISO, to the millisecond. */
  readonly receivedAt: string;
}

/** An event in a list: the beginning of its payload as JSON text. */
export interface ListedEvent extends Omit<StoredEvent, 'payload' | 'attributes'> {
  readonly preview: string;
}

export interface EventsWanted {
  readonly topic: string;
  readonly limit: number;
  /** Offset; only events before it. */
  readonly before?: number | undefined;
  readonly key?: string | undefined;
  /** ISO times; `to` is exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Characters of a preview. */
const PREVIEW = 300;

/** @param since no event that is wanted came before: spares a look into older partitions */
export async function readAfter(
  sql: Sql,
  {
    topic,
    after,
    limit,
    since,
  }: { readonly topic: string; readonly after: number; readonly limit: number; readonly since?: string | undefined },
): Promise<readonly StoredEvent[]> {
  return passing(sql<StoredEvent[]>`
    select seq as offset, key, event_id as "eventId", payload, bytes, attributes,
      ${iso(sql, 'received_at')} as "receivedAt"
    from topic_events
    where topic = ${topic} and seq > ${after} and seq >= (select floor from topics where name = ${topic})
      ${since ? sql`and received_at >= ${since}::timestamptz` : sql``}
    order by seq limit ${limit}`);
}

export async function readEvent(sql: Sql, topic: string, offset: number): Promise<StoredEvent | undefined> {
  const [event] = await readAfter(sql, { topic, after: offset - 1, limit: 1 });
  return event?.offset === offset ? event : undefined;
}

export async function listEvents(
  sql: Sql,
  { topic, key, from, to, before, limit }: EventsWanted,
): Promise<readonly ListedEvent[]> {
  return passing(sql<ListedEvent[]>`
    select seq as offset, key, event_id as "eventId", left(payload::text, ${PREVIEW}) as preview, bytes,
      ${iso(sql, 'received_at')} as "receivedAt"
    from topic_events
    where topic = ${topic} and seq >= (select floor from topics where name = ${topic})
      ${key === undefined ? sql`` : sql`and key = ${storable(key)}`}
      ${before === undefined ? sql`` : sql`and seq < ${before}`}
      ${from === undefined ? sql`` : sql`and received_at >= ${from}::timestamptz and seq >= topic_offset_at(${topic}, ${from}::timestamptz)`}
      ${to === undefined ? sql`` : sql`and received_at < ${to}::timestamptz and seq < topic_offset_at(${topic}, ${to}::timestamptz)`}
    order by seq desc limit ${limit}`);
}
