import type { Clock } from '../clock.ts';

/** The longest a timer of Node can be set for; a longer one is set again when it fires. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Things to do at a moment, each under a name; setting a name again moves it. */
export interface Timers {
  /** @param at epoch milliseconds */
  set(id: string, at: number, fire: () => void): void;
  clear(): void;
}

export function createTimers(clock: Clock): Timers {
  const timers = new Map<string, () => void>();
  function set(id: string, at: number, fire: () => void): void {
    timers.get(id)?.();
    const check = () => {
      if (clock.now() < at) return set(id, at, fire);
      timers.delete(id);
      fire();
    };
    timers.set(id, clock.after(Math.min(Math.max(0, at - clock.now()), MAX_TIMEOUT_MS), check));
  }
  return {
    set,
    clear() {
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
