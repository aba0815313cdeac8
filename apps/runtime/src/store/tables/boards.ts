import type { BreakerState } from '@lockstep/schema/node';
import { bigint, index, integer, pgTable, primaryKey, real, smallint, text, timestamp } from 'drizzle-orm/pg-core';

const count = (name: string) => bigint(name, { mode: 'number' });

/** How runs ended, by the minute in which their messages came in; see migration 0060. */
export const runMinutes = pgTable(
  'run_minutes',
  {
    flowId: text('flow_id').notNull(),
    /** Since the epoch. */
    minute: count('minute').notNull(),
    version: integer('version').notNull(),
    outcome: text('outcome').$type<'done' | 'exception' | 'cancelled'>().notNull(),
    bucket: smallint('bucket').notNull(),
    n: count('n').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.flowId, table.minute, table.version, table.outcome, table.bucket] }),
    index('run_minutes_minute').on(table.minute),
  ],
);

/** What cases went through, by the minute in which it happened in the world; see migration 0060. */
export const caseMinutes = pgTable(
  'case_minutes',
  {
    kind: text('kind').notNull(),
    minute: count('minute').notNull(),
    what: text('what').$type<'opened' | 'moved' | 'closed' | 'reached' | 'due' | 'missed'>().notNull(),
    name: text('name').notNull(),
    was: text('was').notNull(),
    bucket: smallint('bucket').notNull(),
    n: count('n').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.minute, table.what, table.name, table.was, table.bucket] }),
    index('case_minutes_minute').on(table.minute),
  ],
);

/** When the breaker of a connection changed, and to what. */
export const breakerChanges = pgTable(
  'breaker_changes',
  {
    connectionId: text('connection_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    state: text('state').$type<BreakerState>().notNull(),
    by: text('by'),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.at] })],
);

/** How each process was, a row a minute. */
export const workerMinutes = pgTable(
  'worker_minutes',
  {
    worker: text('worker').notNull(),
    minute: count('minute').notNull(),
    inFlight: integer('in_flight').notNull(),
    queued: integer('queued').notNull(),
    loopMs: real('loop_ms').notNull(),
    databaseMs: real('database_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.worker, table.minute] }), index('worker_minutes_minute').on(table.minute)],
);
