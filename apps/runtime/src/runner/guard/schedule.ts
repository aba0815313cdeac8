/** When parked steps come back: one after another, so that a system that has just come back is not overrun. */
export interface Schedule {
  /**
   * The next free moment: not before `from`, `spacingAt(before)` ms after the one given before, and a minute after `from` at the
   * latest. Epoch milliseconds.
   */
  take(from: number, spacingAt: (moment: number) => number): number;
  /** Moments given that are still to come. */
  pending(now: number): number;
  /** The last moment given; 0 when none is. */
  tail(): number;
  /** Begins anew: a step that comes too early asks again and gets a new moment. */
  restart(): void;
}

/**
 * Nobody is sent away for longer than this beyond `from`: turns are reckoned from what was known when they were given, and a
 * system that has room again must not wait for them.
 */
const FARTHEST_MS = 60_000;

export function createSchedule(): Schedule {
  /** Ascending within one round; rounds follow one another. */
  let moments: number[] = [];
  let tail = 0;
  let end = 0;
  return {
    take(from, spacingAt) {
      tail = Math.min(Math.max(from, tail + spacingAt(tail)), from + FARTHEST_MS);
      end = Math.max(end, tail);
      moments.push(tail);
      return tail;
    },
    pending(now) {
      moments = moments.filter((moment) => moment > now);
      return moments.length;
    },
    tail: () => end,
    restart() {
      tail = 0;
    },
  };
}
