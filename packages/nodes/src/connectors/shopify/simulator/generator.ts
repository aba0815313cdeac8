import { type Cancel, type Clock, createTimers } from '../../../simulators/kit/clock.ts';
import type { Random } from '../../../simulators/kit/random.ts';

export interface Generator {
  readonly ordersPerMinute: number;
  /** 0 is silent. The next order is drawn anew, so a change shows at once. */
  set(ordersPerMinute: number): void;
  close(): void;
}

/** Calls `onOrder` at random moments, `ordersPerMinute` on average (a Poisson process, as independent buyers make). */
export function createGenerator(clock: Clock, random: Random, onOrder: () => void): Generator {
  let perMinute = 0;
  const timers = createTimers(clock);
  let waiting: Cancel | undefined;
  const next = (): void => {
    const gapMs = (-Math.log(1 - random.next()) * 60_000) / perMinute;
    waiting = timers.later(
      gapMs,
      () => {
        next();
        onOrder();
      },
      { restsInJumps: true },
    );
  };
  return {
    get ordersPerMinute() {
      return perMinute;
    },
    set: (ordersPerMinute) => {
      waiting?.();
      perMinute = ordersPerMinute;
      if (perMinute > 0) next();
    },
    close: timers.close,
  };
}
