import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** One row a call, under the idempotency key of the step. */
export const calls = pgTable(
  'calls',
  {
    key: text('key').primaryKey(),
    flowId: text('flow_id').notNull(),
    version: integer('version').notNull(),
    snapshotId: text('snapshot_id').notNull(),
    node: text('node').notNull(),
    repeatedBy: uuid('repeated_by'),
    repeats: integer('repeats').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    capability: text('capability'),
    binding: integer('binding'),
  },
  (table) => [index('calls_capability').on(table.capability, table.createdAt).where(sql`capability is not null`)],
);

/** Attempts of steps that wait, or waited, for a called run. Written by the journal and the call store alone. */
export const runCalls = pgTable(
  'run_calls',
  {
    runId: uuid('run_id').notNull(),
    node: text('node').notNull(),
    attempt: integer('attempt').notNull(),
    calledRunId: uuid('called_run_id').notNull(),
    port: text('port').notNull(),
    state: text('state').$type<'asked' | 'open' | 'ended' | 'withdrawn' | 'settled'>().notNull(),
    askedSeq: integer('asked_seq'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.node, table.attempt] }),
    index('run_calls_called').on(table.calledRunId),
    index('run_calls_open').on(table.createdAt).where(sql`state = 'open'`),
    index('run_calls_left').on(table.calledRunId).where(sql`state in ('ended', 'withdrawn')`),
  ],
);

/** Which flows a published version calls. */
export const flowCalls = pgTable(
  'flow_calls',
  {
    flowId: text('flow_id').notNull(),
    version: integer('version').notNull(),
    node: text('node').notNull(),
    callee: text('callee').notNull(),
    versions: text('versions').notNull(),
    mode: text('mode').$type<'wait' | 'start'>().notNull(),
    pinned: integer('pinned'),
  },
  (table) => [
    primaryKey({ columns: [table.flowId, table.version, table.node] }),
    index('flow_calls_callee').on(table.callee),
  ],
);
