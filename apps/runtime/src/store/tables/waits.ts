import type { ApprovalView } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Steps that wait, or waited, for an event. Written by the journal and the mailbox alone. */
export const runWaits = pgTable(
  'run_waits',
  {
    runId: uuid('run_id').notNull(),
    node: text('node').notNull(),
    item: text('item').notNull().default(''),
    attempt: integer('attempt').notNull(),
    topic: text('topic').notNull(),
    key: text('key').notNull(),
    port: text('port').notNull(),
    since: instant('since').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    checked: boolean('checked').notNull().default(false),
    /** Offset of the event it took. */
    eventSeq: bigint('event_seq', { mode: 'number' }),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.node, table.item, table.attempt] }),
    index('run_waits_open').on(table.topic, table.key).where(sql`event_seq is null`),
    index('run_waits_unchecked').on(table.createdAt).where(sql`not checked`),
    uniqueIndex('run_waits_taken').on(table.runId, table.topic, table.eventSeq).where(sql`event_seq is not null`),
  ],
);

/** Questions to people. */
export const approvals = pgTable(
  'approvals',
  {
    /** UUIDv7: newest first is by id. */
    id: uuid('id').primaryKey(),
    runId: uuid('run_id').notNull(),
    flowId: text('flow_id').notNull(),
    node: text('node').notNull(),
    item: text('item').notNull().default(''),
    attempt: integer('attempt').notNull(),
    title: text('title').notNull(),
    details: json('details').$type<Json>(),
    assignee: text('assignee'),
    approvedPort: text('approved_port').notNull(),
    rejectedPort: text('rejected_port').notNull(),
    status: text('status').$type<ApprovalView['status']>().notNull().default('open'),
    askedAt: instant('asked_at').notNull().defaultNow(),
    deadlineAt: instant('deadline_at'),
    settledAt: instant('settled_at'),
    decidedBy: text('decided_by'),
    comment: text('comment'),
  },
  (table) => [
    index('approvals_run').on(table.runId),
    index('approvals_open').on(table.id).where(sql`status = 'open'`),
    index('approvals_decided').on(table.settledAt).where(sql`decided_by is not null`),
    index('approvals_flow').on(table.flowId, table.id),
  ],
);
