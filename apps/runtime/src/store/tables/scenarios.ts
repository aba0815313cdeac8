import type { Taken } from '@lockstep/schema/graph';
import { sql } from 'drizzle-orm';
import { boolean, doublePrecision, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** How the scenarios of drafts did when they were run here; see migration 0046. */
export const scenarioResults = pgTable(
  'scenario_results',
  {
    flowId: text('flow_id').notNull(),
    testId: text('test_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    hash: text('hash').notNull(),
    ok: boolean('ok').notNull(),
    durationMs: doublePrecision('duration_ms').notNull(),
    problem: text('problem'),
    taken: jsonb('taken').$type<readonly Taken[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.testId, table.at] })],
);
