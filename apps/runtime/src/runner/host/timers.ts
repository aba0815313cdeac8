/** The longest a timer of Node can be set for; a longer one is set again when it fires. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Things to do at a moment, each under a name; setting a name again moves it. */
export interface Timers {
  /** @param at epoch milliseconds */
  set(id: string, at: number, fire: () => void): void;
  clear(): void;
}

export function createTimers(): Timers {
  const timers = new Map<string, NodeJS.Timeout>();
  function set(id: string, at: number, fire: () => void): void {
    clearTimeout(timers.get(id));
    const check = () => {
      if (Date.now() < at) return set(id, at, fire);
      timers.delete(id);
      fire();
    };
    timers.set(id, setTimeout(check, Math.min(Math.max(0, at - Date.now()), MAX_TIMEOUT_MS)));
  }
  return {
    set,
    clear() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
