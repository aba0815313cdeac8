import type { ConnectionLimits } from '@lockstep/schema/node';
import { customType, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

export const connections = pgTable('connections', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  system: text('system').notNull(),
  baseUrl: text('base_url').notNull(),
  settings: jsonb('settings').$type<Readonly<Record<string, string>>>().notNull().default({}),
  /** AES-256-GCM under the key of the installation; null when the connection has no secrets. */
  secrets: bytea('secrets'),
  /** Null: the defaults of the connection's type. */
  limits: jsonb('limits').$type<ConnectionLimits>(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
