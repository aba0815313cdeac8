import type { Clock } from './clock.ts';

/** A leaky bucket of calls. */
export interface CallLimit {
  /** Takes one call; the seconds until there is room where there is none now. */
  take(): { readonly used: number; readonly waitSeconds: number | undefined };
  readonly size: number;
}

/** `size` calls at once; `perSecond` of them leak out again. */
export function createCallLimit(clock: Clock, size: number, perSecond: number): CallLimit {
  let used = 0;
  let at = clock();
  return {
    size,
    take: () => {
      const now = clock();
      used = Math.max(0, used - ((now - at) / 1_000) * perSecond);
      at = now;
      // The bucket leaks in steps of a call as far as a caller can see.
      if (Math.ceil(used) >= size) return { used: size, waitSeconds: Math.max(0.1, (used - size + 1) / perSecond) };
      used += 1;
      return { used: Math.ceil(used), waitSeconds: undefined };
    },
  };
}
