import type { ScheduleView } from '@lockstep/schema/api';
import { and, desc, eq, notInArray, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { flowPauses, flowVersions, schedules } from './tables/index.ts';

/** A schedule as it is published. */
export interface PublishedSchedule {
  readonly node: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly missed: ScheduleView['missed'];
}

export interface ScheduleRow extends PublishedSchedule {
  readonly flowId: string;
  /** Version whose run a tick begins. */
  readonly version: number;
  readonly snapshotId: string;
  /** Ticks up to here are decided. */
  readonly settledThrough: Date;
  /** Ticks up to here count as missed. */
  readonly missedThrough: Date | null;
  /** The newest tick that began a run. */
  readonly lastTick: Date | null;
  readonly lastRunId: string | null;
  readonly paused: boolean;
}

/** Every schedule of the newest published versions, those of paused flows too. */
export async function listScheduleRows(db: Db): Promise<readonly ScheduleRow[]> {
  const newest = db
    .selectDistinctOn([flowVersions.flowId], {
      flowId: flowVersions.flowId,
      version: flowVersions.version,
      snapshotId: flowVersions.snapshotId,
    })
    .from(flowVersions)
    .orderBy(flowVersions.flowId, desc(flowVersions.version))
    .as('newest');
  const rows = await db
    .select({
      schedule: schedules,
      version: newest.version,
      snapshotId: newest.snapshotId,
      pausedFlow: flowPauses.flowId,
    })
    .from(schedules)
    .innerJoin(newest, eq(newest.flowId, schedules.flowId))
    .leftJoin(flowPauses, eq(flowPauses.flowId, schedules.flowId))
    .orderBy(schedules.flowId, schedules.node);
  return rows.map(({ schedule, version, snapshotId, pausedFlow }) => {
    return { ...schedule, version, snapshotId, paused: pausedFlow !== null };
  });
}

/**
 * Makes these the schedules of a flow, in the transaction that publishes it. One that keeps its pattern and time zone goes
 * on where it is; a new or changed one counts from now.
 */
export async function replaceSchedules(
  tx: Pick<Db, 'insert' | 'delete'>,
  flowId: string,
  wanted: readonly PublishedSchedule[],
): Promise<void> {
  const nodes = wanted.map(({ node }) => node);
  await tx
    .delete(schedules)
    .where(and(eq(schedules.flowId, flowId), nodes.length > 0 ? notInArray(schedules.node, nodes) : undefined));
  if (wanted.length === 0) return;
  const same = sql`schedules.cron = excluded.cron and schedules.time_zone = excluded.time_zone`;
  await tx
    .insert(schedules)
    .values(wanted.map(({ node, cron, timeZone, missed }) => ({ flowId, node, cron, timeZone, missed })))
    .onConflictDoUpdate({
      target: [schedules.flowId, schedules.node],
      set: {
        cron: sql`excluded.cron`,
        timeZone: sql`excluded.time_zone`,
        missed: sql`excluded.missed`,
        settledThrough: sql`case when ${same} then schedules.settled_through else excluded.settled_through end`,
      },
    });
}

/**
 * Notes that ticks up to `through` are decided, and which run the newest of them began. Never goes back, so processes may
 * tell of the same ticks in any order; a schedule that was changed meanwhile is left alone.
 */
export async function settleSchedule(
  db: Db,
  { flowId, node, cron, timeZone }: Pick<ScheduleRow, 'flowId' | 'node' | 'cron' | 'timeZone'>,
  { through, runId }: { readonly through: Date; readonly runId?: string | undefined },
): Promise<void> {
  await db
    .update(schedules)
    .set({ settledThrough: through, ...(runId !== undefined && { lastTick: through, lastRunId: runId }) })
    .where(
      and(
        eq(schedules.flowId, flowId),
        eq(schedules.node, node),
        eq(schedules.cron, cron),
        eq(schedules.timeZone, timeZone),
        sql`${schedules.settledThrough} < ${through.toISOString()}::timestamptz`,
      ),
    );
}
