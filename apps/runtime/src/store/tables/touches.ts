import type { Touch } from '@lockstep/schema/api';
import { bigint, boolean, index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What people did by hand; see migration 0051. */
export const touches = pgTable(
  'touches',
  {
    what: text('what').$type<Touch['what']>().notNull(),
    ref: text('ref').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    by: text('by').notNull(),
    runId: uuid('run_id'),
    flowId: text('flow_id'),
    about: text('about'),
  },
  (table) => [primaryKey({ columns: [table.what, table.ref] }), index('touches_at').on(table.at.desc())],
);

/** Completed orders by the hour since the epoch. */
export const orderHours = pgTable('order_hours', {
  hour: bigint('hour', { mode: 'number' }).primaryKey(),
  n: bigint('n', { mode: 'number' }).notNull(),
});

export const touchesMark = pgTable('touches_mark', {
  id: boolean('id').primaryKey().default(true),
  foldedTo: timestamp('folded_to', { withTimezone: true }).notNull(),
  ordersPlace: bigint('orders_place', { mode: 'number' }).notNull().default(0),
});
