import type { Failure, Json, RunEvent } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import { boolean, index, integer, json, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/**
 * Append-only history of the runs but for what happened to items of scopes, partitioned by month of `at`. Written by the
 * journal alone.
 */
export const runEvents = pgTable(
  'run_events',
  {
    runId: uuid('run_id').notNull(),
    /** From 1; without holes together with `run_item_events`. */
    seq: integer('seq').notNull(),
    /** Database clock at the write; the event's own time is inside it. */
    at: instant('at').notNull(),
    event: json('event').$type<RunEvent>().notNull(),
  },
  (table) => [index('run_events_run').on(table.runId, table.seq), index('run_events_at').using('brin', table.at)],
);

/** Events about items of scopes; together with `run_events` they are the history of a run. Partitioned likewise. */
export const runItemEvents = pgTable(
  'run_item_events',
  {
    runId: uuid('run_id').notNull(),
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    /** Where in its scopes the step stands: `3`, `3.0`; empty for what fed a scope that is in none. */
    item: text('item').notNull(),
    event: json('event').$type<RunEvent>().notNull(),
  },
  (table) => [
    index('run_item_events_run').on(table.runId, table.seq),
    index('run_item_events_item').on(table.runId, table.item),
    index('run_item_events_at').using('brin', table.at),
  ],
);

/** Items of scopes that ended. */
export const runItems = pgTable(
  'run_items',
  {
    runId: uuid('run_id').notNull(),
    /** The scope, and the item it belongs to itself; empty at the top. */
    node: text('node').notNull(),
    parent: text('parent').notNull(),
    idx: integer('idx').notNull(),
    status: text('status').$type<'done' | 'failed' | 'dropped'>().notNull(),
    /** Event that ended it. */
    seq: integer('seq').notNull(),
    output: text('output'),
    outputRef: uuid('output_ref'),
    failedNode: text('failed_node'),
    failure: json('failure').$type<Failure>(),
    input: json('input').$type<Json>(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.node, table.parent, table.idx] }),
    index('run_items_failed').on(table.runId, table.node, table.parent, table.idx).where(sql`status <> 'done'`),
  ],
);

/** States kept now and then, so that long histories need not be folded from their beginning. */
export const runSnapshots = pgTable('run_snapshots', {
  runId: uuid('run_id').primaryKey(),
  seq: integer('seq').notNull(),
  engineVersion: integer('engine_version').notNull(),
  retried: boolean('retried').notNull(),
  state: text('state').notNull(),
});

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
    /** Of the first message, where the door asked to tell others from it. */
    bodyHash: text('body_hash'),
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
