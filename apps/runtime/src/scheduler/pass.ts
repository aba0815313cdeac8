import { failPoint } from '../fail-points/index.ts';
import { type Host, OverloadedError } from '../runner/host/index.ts';
import { dueTicks, ticksAfter } from '../runner/schedules/index.ts';
import type { Db } from '../store/index.ts';
import { readPause, releaseForgotten } from '../store/pauses.ts';
import { listScheduleRows, type ScheduleRow, settleSchedule } from '../store/schedules.ts';
import type { Logger } from '../telemetry/index.ts';

export interface PassDoors {
  readonly db: Db;
  readonly host: Pick<Host, 'start'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** A tick that could not be fired is tried again after this time, or later where nothing is accepted for longer. */
const AGAIN_MS = 2_000;

/**
 * One look at all schedules: begins a run for every tick that is due at `now` (epoch milliseconds) and notes it. Any number
 * of processes may look at the same time: a tick's message carries a key that the inbox takes once.
 *
 * @returns when to look again, epoch milliseconds; `undefined` while there is nothing to wait for
 */
export async function schedulerPass(doors: PassDoors, now: number): Promise<number | undefined> {
  await releaseForgotten(doors.db);
  const rows = await listScheduleRows(doors.db);
  const looks = await Promise.all(
    rows
      .filter(({ paused }) => !paused)
      .map((row) => fire(doors, row, now).catch((error: unknown) => late(row, error))),
  );
  const known = looks.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);

  function late({ flowId, node }: ScheduleRow, error: unknown): number {
    doors.log.warn('A schedule could not begin its run; trying again.', { flow: flowId, node, error });
    return now + (error instanceof OverloadedError ? Math.max(AGAIN_MS, error.retryAfterMs) : AGAIN_MS);
  }
}

/** Fires what is due of one schedule, oldest first. @returns its next tick */
async function fire({ db, host }: PassDoors, row: ScheduleRow, now: number): Promise<number | undefined> {
  const { flowId, node, version, snapshotId } = row;
  let settled = row.settledThrough.getTime();
  const due = dueTicks({ ...row, settledThrough: settled, missedThrough: row.missedThrough?.getTime() }, now);
  if (due.leaveOut !== undefined) {
    settled = due.leaveOut;
    await settleSchedule(db, row, { through: new Date(settled) });
  }
  let previousAt = row.lastTick?.toISOString() ?? null;
  for (const [index, tick] of due.fire.entries()) {
    // Making up for many ticks takes a while in which a person may pause the flow.
    if (index > 0 && (await readPause(db, flowId))) return undefined;
    const through = new Date(tick);
    const scheduledAt = through.toISOString();
    failPoint('tick.before-start');
    const { runId } = await host.start({
      flowId,
      version,
      snapshotId,
      node,
      message: { scheduledAt, previousAt },
      trigger: { kind: 'schedule', receivedAt: now, source: { at: tick, from: 'schedule' } },
      dedupeKey: `schedule:${scheduledAt}`,
      test: false,
    });
    failPoint('tick.after-start');
    await settleSchedule(db, row, { through, runId });
    failPoint('tick.after-settle');
    previousAt = scheduledAt;
    settled = tick;
  }
  return ticksAfter(row, { after: settled, count: 1 })[0];
}
