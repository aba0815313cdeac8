import type { RunStatus, TriggerInfo } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, json, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Lives of the processes that run flows: a new epoch at each start and after a lapsed lease. Only a live one can write. */
export const workers = pgTable('workers', {
  epoch: bigint('epoch', { mode: 'number' }).primaryKey(),
  /** Name of the process. */
  id: text('id').notNull(),
  leaseUntil: instant('lease_until').notNull(),
  startedAt: instant('started_at').notNull().defaultNow(),
  host: json('host').$type<{ readonly hostname: string; readonly pid: number }>().notNull(),
});

/** One row a run: what lists and claims need. What happened is in `run_events`. */
export const runs = pgTable(
  'runs',
  {
    /** UUIDv7: newest first is by id. */
    id: uuid('id').primaryKey(),
    flowId: text('flow_id').notNull(),
    /** Null for a test run of a draft. */
    version: integer('version'),
    snapshotId: text('snapshot_id').notNull(),
    test: boolean('test').notNull().default(false),
    status: text('status').$type<RunStatus>().notNull(),
    /** Run whose id the idempotency keys carry: this one, or the first of a chain of replays. */
    keyRunId: uuid('key_run_id').notNull(),
    triggerNode: text('trigger_node').notNull(),
    trigger: json('trigger').$type<TriggerInfo>().notNull(),
    businessKey: text('business_key'),
    /** Owner by epoch, with its name; null: nobody's, to be claimed at `wakeAt`. */
    worker: text('worker'),
    epoch: bigint('epoch', { mode: 'number' }),
    wakeAt: instant('wake_at'),
    acceptedAt: instant('accepted_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    /** Why a run that ended done had no effect: a filter sent its message aside. */
    filtered: text('filtered'),
    failedNode: text('failed_node'),
    failureMessage: text('failure_message'),
    /** Offset of the event that began it, the last of several; null for other messages. */
    eventOffset: bigint('event_offset', { mode: 'number' }),
    engineVersion: integer('engine_version').notNull().default(1),
    /** Sequence number of the newest event. */
    lastSeq: integer('last_seq').notNull(),
    /** Of its events and large values, as JSON text; 0 for runs from before migration 0021. */
    bytes: bigint('bytes', { mode: 'number' }).notNull().default(0),
    /** Run that this one repeats, and the newest that repeats this one. */
    replayOf: uuid('replay_of'),
    replayedBy: uuid('replayed_by'),
    /** Where the run stands in its lane; see migration 0019. */
    laneState: text('lane_state').$type<'waiting' | 'turn' | 'blocking' | 'left' | 'passing'>(),
  },
  (table) => [
    index('runs_ended').using('brin', table.endedAt),
    index('runs_open').on(table.epoch, table.wakeAt).where(sql`ended_at is null`),
    index('runs_flow').on(table.flowId, table.id),
    index('runs_failed').on(table.status, table.id).where(sql`status in ('exception', 'cancelled')`),
    index('runs_event').on(table.flowId, table.eventOffset).where(sql`event_offset is not null`),
    index('runs_event_open')
      .on(table.flowId, table.triggerNode)
      .where(sql`event_offset is not null and ended_at is null`),
    index('runs_source')
      .on(sql`((readable(trigger) #>> '{source,at}')::bigint)`, table.id)
      .where(sql`readable(trigger) #>> '{source,at}' is not null`),
    index('runs_tests').on(table.id).where(sql`test`),
    index('runs_filtered').on(table.flowId, table.id).where(sql`filtered is not null`),
    index('runs_held')
      .on(table.flowId, table.id)
      .where(
        sql`ended_at is null and epoch is null and wake_at is null and status = 'queued' and lane_state is distinct from 'waiting'`,
      ),
    index('runs_replays').on(table.keyRunId).where(sql`replay_of is not null`),
    index('runs_replayed').on(table.flowId, table.id).where(sql`replayed_by is not null and status = 'exception'`),
    index('runs_lane_ended')
      .on(table.id)
      .where(sql`ended_at is not null and lane_state in ('waiting', 'turn', 'passing')`),
    index('runs_lane_blocking').on(table.flowId, table.id).where(sql`lane_state = 'blocking'`),
    index('runs_business_key')
      .on(table.businessKey.op('text_pattern_ops'), table.id)
      .where(sql`business_key is not null`),
  ],
);
