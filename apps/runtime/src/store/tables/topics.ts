import type { TopicDoor } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });
const count = (name: string) => bigint(name, { mode: 'number' });

/** Topics: where they stand, and what was declared about them. `head` moves with the events alone (`sql/publish.sql`). */
export const topics = pgTable('topics', {
  name: text('name').primaryKey(),
  /** Offset of the newest event, bytes of all events so far, time of the newest. */
  head: count('head').notNull().default(0),
  bytesTotal: count('bytes_total').notNull().default(0),
  newestAt: instant('newest_at'),
  /** Oldest offset that is kept; bytes of those that are not; offset below which the rows are gone. */
  floor: count('floor').notNull().default(1),
  bytesGone: count('bytes_gone').notNull().default(0),
  swept: count('swept').notNull().default(1),
  declared: boolean('declared').notNull().default(false),
  description: text('description').notNull().default(''),
  owner: text('owner'),
  contract: text('contract'),
  retentionMs: count('retention_ms'),
  retentionBytes: count('retention_bytes'),
  door: jsonb('door').$type<TopicDoor>(),
  createdAt: instant('created_at').notNull().defaultNow(),
});

/** Append-only events, partitioned by week of `received_at`. Written by `sql/publish.sql` alone. */
export const topicEvents = pgTable(
  'topic_events',
  {
    topic: text('topic').notNull(),
    /** The offset; from 1, without holes. */
    seq: count('seq').notNull(),
    key: text('key').notNull(),
    eventId: text('event_id').notNull(),
    payload: json('payload').$type<Json>().notNull(),
    /** Of the payload, and of all events of the topic up to this one. */
    bytes: integer('bytes').notNull(),
    bytesThrough: count('bytes_through').notNull(),
    attributes: json('attributes').$type<Readonly<Record<string, Json>>>(),
    receivedAt: instant('received_at').notNull(),
    /** When it happened, by the clock of the system it comes from. */
    sourceAt: instant('source_at'),
  },
  (table) => [
    index('topic_events_place').on(table.topic, table.seq),
    index('topic_events_key').on(table.topic, table.key, table.seq),
    index('topic_events_id').on(table.topic, table.eventId),
  ],
);

/** Whoever reads a topic on from a place: consumers and replays. */
export const topicReaders = pgTable(
  'topic_readers',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').$type<'consumer' | 'replay'>().notNull(),
    flowId: text('flow_id').notNull(),
    node: text('node').notNull(),
    topic: text('topic').notNull(),
    /** Everything up to here was read; every commit that moves it counts `turn` on. */
    place: count('place').notNull(),
    turn: count('turn').notNull().default(0),
    placeAt: instant('place_at'),
    status: text('status').$type<'running' | 'paused' | 'done' | 'aborted'>().notNull().default('running'),
    read: count('read').notNull().default(0),
    passed: count('passed').notNull().default(0),
    expired: count('expired').notNull().default(0),
    begun: count('begun').notNull().default(0),
    worker: text('worker'),
    leaseUntil: instant('lease_until'),
    /** Of a replay. */
    first: count('first'),
    until: count('until'),
    fromAt: instant('from_at'),
    toAt: instant('to_at'),
    keys: text('keys'),
    filter: text('filter'),
    perSecond: real('per_second'),
    nextAt: instant('next_at'),
    total: count('total'),
    by: text('by'),
    reason: text('reason'),
    createdAt: instant('created_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    uniqueIndex('topic_readers_consumer').on(table.flowId, table.node).where(sql`kind = 'consumer'`),
    index('topic_readers_running').on(table.topic).where(sql`status = 'running'`),
  ],
);

/** Events that wait to be gathered into one run. */
export const topicBuffers = pgTable(
  'topic_buffers',
  {
    readerId: uuid('reader_id').notNull(),
    seq: count('seq').notNull(),
    bucket: text('bucket').notNull(),
    bytes: integer('bytes').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.readerId, table.seq] }),
    index('topic_buffers_bucket').on(table.readerId, table.bucket, table.seq),
  ],
);
