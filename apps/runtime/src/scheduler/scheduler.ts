import { FLOW_CHANNEL } from '../store/flows.ts';
import type { Store } from '../store/index.ts';
import { type PassDoors, schedulerPass } from './pass.ts';

export interface SchedulerOptions extends PassDoors {
  readonly listen: Store['listen'];
  readonly now: () => number;
}

export interface Scheduler {
  /** True while schedules are looked at: the last look that ended well is not long ago. */
  isLooking(): boolean;
  /** Looks now; resolves when that look has ended. */
  looked(): Promise<void>;
  /** Ends after the look that is under way. */
  close(): Promise<void>;
}

/** Schedules are looked at this often at least, in case the news of a change got lost or a clock was set. */
const POLL_MS = 15_000;
const SHORTEST_MS = 5;
/** Without a look for this long something is wrong. */
const LATE_MS = 3 * POLL_MS;

/**
 * Fires the schedules of all published flows. Every process runs one; see README. Looks when the next tick is due, when a
 * flow was published, paused, resumed or deleted, and every quarter of a minute.
 */
export async function startScheduler({ listen, now, ...doors }: SchedulerOptions): Promise<Scheduler> {
  let closed = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let lookedAt = performance.now();

  async function look(): Promise<void> {
    again = false;
    const next = await schedulerPass(doors, now()).then(
      (due) => {
        lookedAt = performance.now();
        return due;
      },
      (error: unknown) => {
        doors.log.warn('Schedules could not be looked at; trying again.', { error });
        return undefined;
      },
    );
    if (closed) return;
    const wait = Math.min(POLL_MS, (next ?? Number.POSITIVE_INFINITY) - now());
    timer = setTimeout(wake, again ? 0 : Math.max(SHORTEST_MS, wait));
  }

  /** One look is under way at a time; a wake meanwhile looks once more, so that it surely sees what it is about. */
  function wake(): void {
    if (closed) return;
    if (underWay) {
      again = true;
      return;
    }
    clearTimeout(timer);
    underWay = look().finally(() => {
      underWay = undefined;
    });
  }

  const unlisten = await listen(FLOW_CHANNEL, wake, wake);
  wake();
  return {
    async looked() {
      while (underWay) await underWay;
      wake();
      await underWay;
    },
    isLooking: () => !closed && performance.now() - lookedAt < LATE_MS,
    async close() {
      closed = true;
      clearTimeout(timer);
      await unlisten().catch(() => undefined);
      await underWay;
    },
  };
}
