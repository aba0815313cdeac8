import { customType, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { flows } from './flows.ts';

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true });

/** How far flows have read the changes of other systems. */
export const changePlaces = pgTable(
  'change_places',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id),
    node: text('node').notNull(),
    source: text('source').notNull(),
    replayId: bytea('replay_id'),
    changedAt: instant('changed_at'),
    since: instant('since').notNull(),
    worker: uuid('worker'),
    leaseUntil: instant('lease_until'),
    problem: text('problem'),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.node] })],
);
