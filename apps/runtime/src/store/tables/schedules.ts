import type { PausedIngress, ScheduleView } from '@lockstep/schema/api';
import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { flows } from './flows.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Flows of which nothing new begins. */
export const flowPauses = pgTable('flow_pauses', {
  flowId: text('flow_id')
    .primaryKey()
    .references(() => flows.id),
  ingress: text('ingress').$type<PausedIngress>().notNull(),
  by: text('paused_by').notNull(),
  at: instant('paused_at').notNull().defaultNow(),
});

/** Schedules of the newest published versions, with how far their ticks are decided. */
export const schedules = pgTable(
  'schedules',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id),
    node: text('node').notNull(),
    cron: text('cron').notNull(),
    timeZone: text('time_zone').notNull(),
    missed: text('missed').$type<ScheduleView['missed']>().notNull(),
    /** Ticks up to here are begun or left out. */
    settledThrough: instant('settled_through').notNull().defaultNow(),
    /** Ticks up to here count as missed, however young: the end of the last pause. */
    missedThrough: instant('missed_through'),
    /** The newest tick that began a run, with the run. */
    lastTick: instant('last_tick'),
    lastRunId: uuid('last_run_id'),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.node] })],
);
