import type { Case, CaseEntry } from '@lockstep/schema/cases';
import { sql } from 'drizzle-orm';
import { bigint, index, integer, json, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Business objects as all flows know them together. Written by `store/cases` alone. */
export const cases = pgTable(
  'cases',
  {
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    state: text('state').notNull(),
    title: text('title'),
    document: json('document').$type<Case>().notNull(),
    /** Found missing so far, and not come since. */
    missed: integer('missed').notNull().default(0),
    /** The earliest moment by which something is expected that was not found missing yet. */
    nextDue: instant('next_due'),
    openedAt: instant('opened_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.key] }),
    index('cases_key').on(table.key.op('text_pattern_ops')),
    index('cases_changed').on(table.changedAt.desc()),
    index('cases_due').on(table.nextDue).where(sql`${table.nextDue} is not null`),
    index('cases_missed').on(table.changedAt.desc()).where(sql`${table.missed} > 0 and ${table.closedAt} is null`),
  ],
);

/** One line of a story each, in the order in which they were told. */
export const caseEntries = pgTable(
  'case_entries',
  {
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    at: instant('at').notNull(),
    toldAt: instant('told_at').notNull(),
    runId: uuid('run_id'),
    flowId: text('flow_id'),
    node: text('node'),
    entry: json('entry').$type<CaseEntry>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.key, table.id] }),
    index('case_entries_told').using('brin', table.toldAt),
    index('case_entries_dated').on(table.kind, table.at).where(sql`entry ->> 'type' in ('opened', 'document')`),
  ],
);

/** What was told under which idempotency key. */
export const caseChanges = pgTable(
  'case_changes',
  {
    effectKey: text('effect_key').primaryKey(),
    refused: json('refused').$type<readonly CaseEntry[]>(),
    toldAt: instant('told_at').notNull(),
  },
  (table) => [index('case_changes_age').on(table.toldAt)],
);
