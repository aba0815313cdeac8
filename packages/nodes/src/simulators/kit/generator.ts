import { z } from 'zod';
import { type Cancel, type Clock, createTimers } from './clock.ts';
import { ORDER_PROFILES, type OrderProfile, PROFILES } from './order-profile.ts';
import type { Random } from './random.ts';

/** What a generator is told; what is absent stays as it is. */
export const GeneratorBody = z.strictObject({
  ordersPerMinute: z.number().min(0).max(60_000).optional(),
  profile: z.enum(ORDER_PROFILES).optional(),
});

export interface Generator {
  readonly ordersPerMinute: number;
  readonly profile: OrderProfile;
  /** 0 orders a minute is silent. The next order is drawn anew, so a change shows at once. */
  set(change: { readonly ordersPerMinute?: number | undefined; readonly profile?: OrderProfile | undefined }): void;
  close(): void;
}

/**
 * Calls `onOrder` at random moments, `ordersPerMinute` times the pace of the profile on average: a Poisson process, as
 * independent buyers make, thinned out where the pace is less than at the top of a rush. The moments follow the draws
 * and the clock alone.
 */
export function createGenerator(clock: Clock, random: Random, onOrder: () => void): Generator {
  let [perMinute, profile]: [number, OrderProfile] = [0, 'steady'];
  const timers = createTimers(clock);
  let waiting: Cancel | undefined;
  const next = (): void => {
    const { mostPace } = PROFILES[profile];
    const gapMs = (-Math.log(1 - random.next()) * 60_000) / (perMinute * mostPace);
    waiting = timers.later(gapMs, come, { restsInJumps: true });
  };
  const come = (): void => {
    next();
    const { paceAt, mostPace, burst } = PROFILES[profile];
    const pace = paceAt(clock());
    if (pace < mostPace && !random.chance(pace / mostPace)) return;
    const together = random.chance(burst.share) ? random.int(1, burst.most) : 0;
    for (let nr = 0; nr <= together; nr += 1) onOrder();
  };
  return {
    get ordersPerMinute() {
      return perMinute;
    },
    get profile() {
      return profile;
    },
    set: (change) => {
      waiting?.();
      ({ ordersPerMinute: perMinute = perMinute, profile = profile } = change);
      if (perMinute > 0) next();
    },
    close: timers.close,
  };
}
