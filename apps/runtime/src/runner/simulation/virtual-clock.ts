import { v7 } from 'uuid';
import type { Clock } from '../clock.ts';

/** A clock that moves only when everything that can happen now has happened. */
export interface VirtualClock extends Clock {
  /**
   * Lets time pass until `isOver`, asked whenever all has happened that can happen at a moment. False when `withinMs` of
   * virtual time are over.
   */
  run(isOver: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean>;
  /** True when nothing is set for later but background timers. */
  isIdle(): boolean;
  /** Time stands still until `work` has ended: for what takes real time, as a script in its sandbox. */
  hold<T>(work: Promise<T>): Promise<T>;
}

interface Timer {
  readonly at: number;
  readonly isBackground: boolean;
  readonly fire: () => void;
}

/** Timers that fire at one moment fire in the order in which they were set: the same seed gives the same run. */
export function createVirtualClock(startMs: number, seed: number): VirtualClock {
  const random = randomFrom(seed);
  let now = startMs;
  let drawn = 0;
  let held = 0;
  let released: () => void = () => undefined;
  /** By moment, earliest first; few at a time, so a sorted list is enough. */
  const timers: Timer[] = [];

  /** Runs what is ready now, also what waits for real work. */
  async function settle(): Promise<void> {
    await turn();
    while (held > 0) {
      await new Promise<void>((resolve) => {
        released = resolve;
      });
      await turn();
    }
  }

  return {
    now: () => now,
    monotonic: () => now - startMs,
    random,
    newId() {
      drawn += 1;
      return v7({ msecs: now, seq: drawn, random: Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256)) });
    },
    after(ms, fire, background) {
      const timer = { at: now + Math.max(0, ms), isBackground: background !== undefined, fire };
      const later = timers.findIndex(({ at }) => at > timer.at);
      timers.splice(later < 0 ? timers.length : later, 0, timer);
      return () => {
        const index = timers.indexOf(timer);
        if (index >= 0) timers.splice(index, 1);
      };
    },
    async hold(work) {
      held += 1;
      try {
        return await work;
      } finally {
        held -= 1;
        if (held === 0) released();
      }
    },
    isIdle: () => timers.every(({ isBackground }) => isBackground),
    async run(isOver, withinMs) {
      const limit = now + withinMs;
      for (;;) {
        await settle();
        if (await isOver()) return true;
        const [next] = timers;
        if (!next || next.at > limit) {
          now = limit;
          return false;
        }
        timers.shift();
        now = next.at;
        next.fire();
      }
    },
  };
}

/** A turn of the event loop: every promise that can go on has gone on. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
