import type { AnswerDifference, Binding } from '@lockstep/schema/capabilities';
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Which capabilities a published version offers and asks for. */
export const flowCapabilities = pgTable(
  'flow_capabilities',
  {
    flowId: text('flow_id').notNull(),
    version: integer('version').notNull(),
    node: text('node').notNull(),
    capability: text('capability').notNull(),
    role: text('role').$type<'offers' | 'asks'>().notNull(),
    mode: text('mode').$type<'wait' | 'start'>(),
  },
  (table) => [
    primaryKey({ columns: [table.flowId, table.version, table.node] }),
    index('flow_capabilities_capability').on(table.capability),
  ],
);

/** Which flows serve a capability; versions are never changed. */
export const capabilityBindings = pgTable(
  'capability_bindings',
  {
    capability: text('capability').notNull(),
    version: integer('version').notNull(),
    binding: jsonb('binding').$type<Binding>().notNull(),
    note: text('note').notNull(),
    changedBy: text('changed_by').notNull(),
    inForceAt: instant('in_force_at').notNull().default(sql`date_trunc('milliseconds', clock_timestamp())`),
    forOpenRuns: boolean('for_open_runs').notNull(),
  },
  (table) => [primaryKey({ columns: [table.capability, table.version] })],
);

/** Which version of a binding a run and its replays go by. */
export const runBindings = pgTable(
  'run_bindings',
  {
    runId: uuid('run_id').notNull(),
    capability: text('capability').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.capability] })],
);

/** What became of calls that went to a second flow too. */
export const capabilityShadows = pgTable(
  'capability_shadows',
  {
    key: text('key').primaryKey(),
    capability: text('capability').notNull(),
    binding: integer('binding').notNull(),
    runId: uuid('run_id').notNull(),
    businessKey: text('business_key'),
    liveFlow: text('live_flow').notNull(),
    shadowFlow: text('shadow_flow').notNull(),
    liveRunId: uuid('live_run_id').notNull(),
    shadowRunId: uuid('shadow_run_id'),
    state: text('state').$type<'open' | 'same' | 'different' | 'failed' | 'skipped'>().notNull(),
    reason: text('reason'),
    differences: jsonb('differences').$type<readonly AnswerDifference[]>().notNull().default([]),
    createdAt: instant('created_at').notNull().defaultNow(),
    settledAt: instant('settled_at'),
  },
  (table) => [
    index('capability_shadows_live').on(table.liveRunId).where(sql`state = 'open'`),
    index('capability_shadows_shadow').on(table.shadowRunId).where(sql`state = 'open'`),
    index('capability_shadows_newest').on(table.capability, table.createdAt),
    index('capability_shadows_run').on(table.runId),
  ],
);
