import type { PromotedFlow } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import { customType, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true }).notNull().default(sql`clock_timestamp()`);

/** Other installations that flows are promoted to. */
export const environments = pgTable('environments', {
  name: text('name').primaryKey(),
  url: text('url').notNull(),
  /** AES-256-GCM under the key of the installation. */
  token: bytea('token'),
  changedBy: text('changed_by').notNull(),
  changedAt: instant('changed_at'),
});

/** What was promoted from here; never altered. */
export const promotions = pgTable(
  'promotions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    environment: text('environment').notNull(),
    url: text('url').notNull(),
    flows: jsonb('flows').$type<PromotedFlow[]>().notNull(),
    reason: text('reason').notNull(),
    promotedBy: text('promoted_by').notNull(),
    promotedAt: instant('promoted_at'),
  },
  (table) => [index('promotions_newest').on(table.promotedAt.desc())],
);
