import { ticksAfter } from '../runner/schedules/index.ts';
import type { Db } from '../store/index.ts';
import { listScheduleRows } from '../store/schedules.ts';

/**
 * The next tick behind `now` of the schedules that leave out what they missed, epoch milliseconds: who lets time pass in jumps
 * must stop there. The others make up for what they missed by themselves.
 */
export async function nextTick(db: Db, now: number): Promise<number | undefined> {
  const rows = await listScheduleRows(db);
  const ticks = rows
    .filter(({ paused, missed }) => !paused && missed === 'skip')
    .flatMap((row) => ticksAfter(row, { after: now, count: 1 }));
  return ticks.length === 0 ? undefined : Math.min(...ticks);
}
