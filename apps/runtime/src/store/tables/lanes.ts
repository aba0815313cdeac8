import type { LaneSettings } from '@lockstep/schema/graph';
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, json, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** One row a lane: flow and key. Written by `store/lanes` alone. */
export const lanes = pgTable(
  'lanes',
  {
    flowId: text('flow_id').notNull(),
    key: text('key').notNull(),
    /** By the newest message accepted. */
    settings: json('settings').$type<LaneSettings>().notNull(),
    /** Places given so far. */
    places: bigint('places', { mode: 'number' }).notNull(),
    /** The run whose turn it is. */
    holder: uuid('holder'),
    doneRank: numeric('done_rank'),
    doneRun: uuid('done_run'),
    reachedRank: numeric('reached_rank'),
    /** When to look at a free lane again; infinity while its flow is paused. */
    lookAt: instant('look_at'),
    touchedAt: instant('touched_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.flowId, table.key] }),
    index('lanes_due').on(table.lookAt).where(sql`look_at is not null`),
  ],
);

/** One row a run that has, or had, a place in a lane. */
export const laneRuns = pgTable(
  'lane_runs',
  {
    runId: uuid('run_id').primaryKey(),
    flowId: text('flow_id').notNull(),
    key: text('key').notNull(),
    /** Order of acceptance. */
    place: bigint('place', { mode: 'number' }).notNull(),
    rank: numeric('rank'),
    digest: text('digest'),
    waiting: boolean('waiting').notNull(),
    evenStale: boolean('even_stale').notNull().default(false),
    since: instant('since').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('lane_runs_waiting').on(table.flowId, table.key, table.rank, table.place, table.runId).where(sql`waiting`),
    index('lane_runs_digest').on(table.flowId, table.key, table.digest, table.since).where(sql`digest is not null`),
  ],
);
