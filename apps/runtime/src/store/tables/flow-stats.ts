import { bigint, boolean, index, integer, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';

/** What steps did, by the minute; see migration 0048. */
export const flowMinutes = pgTable(
  'flow_minutes',
  {
    flowId: text('flow_id').notNull(),
    /** Since the epoch. */
    minute: bigint('minute', { mode: 'number' }).notNull(),
    version: integer('version').notNull(),
    node: text('node').notNull(),
    what: text('what').$type<'began' | 'ok' | 'failed' | 'parked' | 'again'>().notNull(),
    port: text('port').notNull(),
    bucket: smallint('bucket').notNull(),
    n: bigint('n', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.flowId, table.minute, table.version, table.node, table.what, table.port, table.bucket],
    }),
    index('flow_minutes_minute').on(table.minute),
  ],
);

export const flowMinutesMark = pgTable('flow_minutes_mark', {
  id: boolean('id').primaryKey().default(true),
  foldedTo: timestamp('folded_to', { withTimezone: true }).notNull(),
});
