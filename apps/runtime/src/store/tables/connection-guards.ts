import { json, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const connectionGuards = pgTable('connection_guards', {
  connectionId: text('connection_id').primaryKey(),
  /** `Shared` of the guard. */
  shared: json('shared').$type<unknown>().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
