import type { VariableValue } from '@lockstep/schema/variables';
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Every change of a variable of the installation; never altered. */
export const variableChanges = pgTable(
  'variable_changes',
  {
    revision: integer('revision').primaryKey(),
    name: text('name').notNull(),
    held: jsonb('held').$type<VariableValue>(),
    description: text('description').notNull(),
    note: text('note').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: timestamp('changed_at', { withTimezone: true })
      .notNull()
      .default(sql`date_trunc('milliseconds', clock_timestamp())`),
  },
  (table) => [index('variable_changes_name').on(table.name, table.revision.desc())],
);
