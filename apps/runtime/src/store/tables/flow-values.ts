import type { Json } from '@lockstep/schema/run';
import { bigint, index, json, numeric, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Values that flows keep by name between runs. Written by `keep_value` alone. */
export const flowValues = pgTable(
  'flow_values',
  {
    collection: text('collection').notNull(),
    key: text('key').notNull(),
    value: json('value').$type<Json>().notNull(),
    /** Counts the writes; from 1. */
    version: bigint('version', { mode: 'number' }).notNull(),
    /** What "newer" compares: a version or a time of the system the value comes from. */
    rank: numeric('rank'),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.collection, table.key] })],
);

/** What was written under which idempotency key. */
export const flowValueWrites = pgTable(
  'flow_value_writes',
  {
    effectKey: text('effect_key').primaryKey(),
    version: bigint('version', { mode: 'number' }).notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (table) => [index('flow_value_writes_age').on(table.writtenAt)],
);
