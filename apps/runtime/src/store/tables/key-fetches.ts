import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** When the public keys of a connection were last fetched; a row for each that names where they are. */
export const keyFetches = pgTable('key_fetches', {
  connection: text('connection').primaryKey(),
  askedAt: timestamp('asked_at', { withTimezone: true }).notNull(),
});
