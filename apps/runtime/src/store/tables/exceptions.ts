import type { ExceptionView } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import { index, integer, json, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Failed runs that people must look at. Raised by the journal in the statement that ends the run. */
export const exceptions = pgTable(
  'exceptions',
  {
    /** UUIDv7: newest first is by id. */
    id: uuid('id').primaryKey(),
    runId: uuid('run_id').notNull(),
    flowId: text('flow_id').notNull(),
    version: integer('version'),
    node: text('node').notNull(),
    /** Every step that failed uncaught, `node` among them; null before this was kept. */
    nodes: json('nodes').$type<readonly string[]>(),
    category: text('category').$type<ExceptionView['category']>().notNull(),
    code: text('code').notNull(),
    reason: text('reason').notNull(),
    kind: text('kind').$type<ExceptionView['kind']>().notNull(),
    attempts: integer('attempts').notNull(),
    businessKey: text('business_key'),
    status: text('status').$type<ExceptionView['status']>().notNull().default('open'),
    raisedAt: timestamp('raised_at', { withTimezone: true }).notNull().defaultNow(),
    settledAt: timestamp('settled_at', { withTimezone: true }),
    /** Person who settled it or looks after it. */
    owner: text('owner'),
    note: text('note'),
    /** The status that was told last; see store/exception-news.ts. */
    told: text('told').$type<ExceptionView['status']>(),
    /** The reason without what differs from message to message; made by the database. */
    cause: text('cause').notNull().generatedAlwaysAs(sql`cause_of(reason)`),
  },
  (table) => [
    index('exceptions_run').on(table.runId),
    index('exceptions_unsettled').on(table.id).where(sql`status in ('open', 'retrying')`),
    index('exceptions_discarded').on(table.settledAt).where(sql`status = 'discarded'`),
    index('exceptions_unsettled_key').on(table.businessKey).where(sql`status in ('open', 'retrying')`),
    index('exceptions_flow').on(table.flowId, table.id),
    index('exceptions_raised').using('brin', table.raisedAt),
    index('exceptions_untold').on(table.id).where(sql`told is distinct from status and status <> 'retrying'`),
  ],
);
