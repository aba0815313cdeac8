import type { TopicDoor } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { bigint, boolean, index, integer, json, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

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
  },
  (table) => [
    index('topic_events_place').on(table.topic, table.seq),
    index('topic_events_key').on(table.topic, table.key, table.seq),
    index('topic_events_id').on(table.topic, table.eventId),
  ],
);
