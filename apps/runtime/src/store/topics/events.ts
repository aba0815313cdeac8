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
  /** The same, of the source; null where nobody said. */
  readonly sourceAt: string | null;
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

/** A stretch of a topic, from a place on. */
export interface EventsAfter {
  readonly topic: string;
  readonly after: number;
  readonly limit: number;
  /** Offset of the last one that is wanted. */
  readonly upTo?: number | undefined;
  /** ISO; no event that is wanted came before: spares a look into older partitions. */
  readonly since?: string | undefined;
  /** Stops before there are more bytes of payloads than this, but not before the first event. */
  readonly maxBytes?: number | undefined;
}

export async function readAfter(sql: Sql, wanted: EventsAfter): Promise<readonly StoredEvent[]> {
  const { topic, after, limit, upTo, since, maxBytes } = wanted;
  return passing(sql<StoredEvent[]>`
    select seq as offset, key, event_id as "eventId", payload, bytes, attributes,
      ${iso(sql, 'received_at')} as "receivedAt", ${iso(sql, 'source_at')} as "sourceAt"
    from topic_events
    where topic = ${topic} and seq > ${after} and seq >= (select floor from topics where name = ${topic})
      ${since ? sql`and received_at >= ${since}::timestamptz` : sql``}
      ${upTo === undefined ? sql`` : sql`and seq <= ${upTo}`}
      ${
        maxBytes === undefined
          ? sql``
          : sql`and bytes_through - bytes <= ${maxBytes} - 1 + coalesce(
              (select bytes_through - bytes from topic_events where topic = ${topic} and seq = greatest(${after} + 1,
                (select floor from topics where name = ${topic}))), 0)`
      }
    order by seq limit ${limit}`);
}

/** Some events, also such as the topic let go already but whose rows are there, oldest first. */
export async function readSome(
  sql: Sql,
  topic: string,
  wanted: readonly Pick<StoredEvent, 'offset' | 'receivedAt'>[],
): Promise<readonly StoredEvent[]> {
  const since = wanted.map(({ receivedAt }) => receivedAt).sort()[0];
  if (since === undefined) return [];
  return passing(sql<StoredEvent[]>`
    select seq as offset, key, event_id as "eventId", payload, bytes, attributes,
      ${iso(sql, 'received_at')} as "receivedAt", ${iso(sql, 'source_at')} as "sourceAt"
    from topic_events
    where topic = ${topic} and received_at >= ${since}::timestamptz and seq in (
      select value::bigint from json_array_elements_text(${JSON.stringify(wanted.map(({ offset }) => offset))}::text::json))
    order by seq`);
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
      ${iso(sql, 'received_at')} as "receivedAt", ${iso(sql, 'source_at')} as "sourceAt"
    from topic_events
    where topic = ${topic} and seq >= (select floor from topics where name = ${topic})
      ${key === undefined ? sql`` : sql`and key = ${storable(key)}`}
      ${before === undefined ? sql`` : sql`and seq < ${before}`}
      ${from === undefined ? sql`` : sql`and received_at >= ${from}::timestamptz and seq >= topic_offset_at(${topic}, ${from}::timestamptz)`}
      ${to === undefined ? sql`` : sql`and received_at < ${to}::timestamptz and seq < topic_offset_at(${topic}, ${to}::timestamptz)`}
    order by seq desc limit ${limit}`);
}
