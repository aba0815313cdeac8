import { type CronTimes, newestTick, ticksAfter } from './cron.ts';

/** A tick that could not be fired within this time is missed. */
export const MISSED_AFTER_MS = 60_000;
/** Ticks taken up at once; more of the same minute follow in the next look. */
const MAX_AT_ONCE = 60;

/** A schedule and how far it is decided; times are epoch milliseconds. */
export interface ScheduleState extends CronTimes {
  readonly missed: 'skip' | 'run-once';
  /** Ticks up to here are begun or left out. */
  readonly settledThrough: number;
  /** Ticks up to here count as missed, however young they are. */
  readonly missedThrough: number | undefined;
}

export interface DueTicks {
  /** Ticks that begin a run now, oldest first. */
  readonly fire: readonly number[];
  /** The newest tick that is left out, when there is one. */
  readonly leaveOut: number | undefined;
}

/**
 * What is to be done at `now`. Ticks that are late by less than a minute are fired, each; of the older ones at most the
 * newest, when the policy is `run-once`. So however long nothing ran, the answer is short.
 */
export function dueTicks(schedule: ScheduleState, now: number): DueTicks {
  const { settledThrough, missedThrough = Number.NEGATIVE_INFINITY, missed } = schedule;
  const missedUntil = Math.min(now, Math.max(now - MISSED_AFTER_MS, missedThrough));
  const newestMissed = newestTick(schedule, missedUntil);
  const isMissed = newestMissed !== undefined && newestMissed > settledThrough;
  const after = Math.max(settledThrough, missedUntil);
  const young = after < now ? ticksAfter(schedule, { after, count: MAX_AT_ONCE }).filter((tick) => tick <= now) : [];
  if (!isMissed) return { fire: young, leaveOut: undefined };
  return missed === 'run-once'
    ? { fire: [newestMissed, ...young], leaveOut: undefined }
    : { fire: young, leaveOut: newestMissed };
}
