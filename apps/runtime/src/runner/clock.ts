import { v7 } from 'uuid';

/** Time and chance as a host meets them: whatever a run learns of either came in here. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds since some moment; nobody sets them back. */
  monotonic(): number;
  /**
   * Calls `fire` in `ms` milliseconds, unless what it gives back is called before. A `background` timer does not keep the
   * process alive.
   */
  after(ms: number, fire: () => void, background?: 'background'): () => void;
  /** A number from 0 up to 1. */
  random(): number;
  /**
   * A new UUIDv7.
   *
   * @param of what tests know it by again, where ids of runs come from a seed
   */
  newId(of?: IdOf): string;
  /** The clock of the machine, where this one is not it: for what proves that a process lives. */
  readonly machine?: Clock;
}

/** Something of a run that people are shown by an id of its own: an exception, a question. */
export interface IdOf {
  readonly runId: string;
  readonly what: string;
  /** Grows with what comes later of the same run. */
  readonly nr: number;
}

/** The clocks and the chance of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fire, background) {
    const timer = setTimeout(fire, ms);
    if (background) timer.unref();
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  newId: () => v7(),
};

/** Resolves in `ms` milliseconds. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Waits in the background for `ms` milliseconds, or until `signal` aborts. */
export function idle(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end, 'background');
    signal.addEventListener('abort', end);
  });
}
