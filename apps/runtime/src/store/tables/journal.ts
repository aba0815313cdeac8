import type { RunEvent } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import { index, integer, json, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Append-only history of the runs, partitioned by month of `at`. Written by the journal alone. */
export const runEvents = pgTable(
  'run_events',
  {
    runId: uuid('run_id').notNull(),
    /** From 1, without holes. */
    seq: integer('seq').notNull(),
    /** Database clock at the write; the event's own time is inside it. */
    at: instant('at').notNull(),
    event: json('event').$type<RunEvent>().notNull(),
  },
  (table) => [index('run_events_run').on(table.runId, table.seq)],
);

/** Claim-checked values above 256 KB, as JSON text. */
export const payloads = pgTable(
  'payloads',
  {
    id: uuid('id').primaryKey(),
    runId: uuid('run_id').notNull(),
    bytes: integer('bytes').notNull(),
    body: text('body').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [index('payloads_run').on(table.runId)],
);

/** Deliveries seen, for ever: the same key never begins a second run. */
export const inbox = pgTable(
  'inbox',
  {
    flowId: text('flow_id').notNull(),
    node: text('node').notNull(),
    dedupeKey: text('dedupe_key').notNull(),
    runId: uuid('run_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.node, table.dedupeKey] })],
);

/** Events for a run from any process, taken by its owner once. */
export const runMail = pgTable(
  'run_mail',
  {
    runId: uuid('run_id').notNull(),
    id: text('id').notNull(),
    event: json('event').$type<RunEvent>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    takenAt: instant('taken_at'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.id] }),
    index('run_mail_open').on(table.createdAt).where(sql`taken_at is null`),
  ],
);
