/**
 * Milliseconds since the epoch, as a system of the estate sees them. A plain function is a clock too: its timers are
 * then those of the machine, and it signs by itself.
 */
export interface Clock {
  (): number;
  /** Does `work` once, `ms` from now by this clock. */
  readonly later?: (ms: number, work: Work, options?: TimerOptions) => Cancel;
  /** What two machines compare: times in signatures and tokens. Stays with the machine while the clock is ahead. */
  readonly wall?: () => number;
  /** Says that something is on the wire: a clock that is advanced waits for its end before the next timer. */
  readonly underWay?: (sending: Promise<unknown>) => void;
}

export type Work = () => void | Promise<void>;
export type Cancel = () => void;

export interface TimerOptions {
  /**
   * For what comes again and again: inside of a jump it is armed from the end of the jump. Buyers do not place three
   * days of orders when the clock is put three days ahead.
   */
  readonly restsInJumps?: boolean;
}

/** Timers of one system, by its clock. */
export interface Timers {
  later(ms: number, work: Work, options?: TimerOptions): Cancel;
  /** Gives up all that were not due yet. */
  close(): void;
}

export function createTimers(clock: Clock): Timers {
  const arm = clock.later ?? laterByTheMachine;
  const armed = new Set<Cancel>();
  return {
    later: (ms, work, options) => {
      const cancel = arm(
        ms,
        () => {
          armed.delete(cancel);
          return work();
        },
        options,
      );
      armed.add(cancel);
      return () => {
        armed.delete(cancel);
        cancel();
      };
    },
    close: () => {
      for (const cancel of armed) cancel();
      armed.clear();
    },
  };
}

/** Time for signatures and tokens, in milliseconds. */
export function wallOf(clock: Clock): number {
  return clock.wall?.() ?? clock();
}

/** Longest wait of a timer of the machine, 24.8 days; a longer one would fire at once. */
const MAX_WAIT_MS = 2_147_483_647;

/** A timer of the machine for any wait: one that is too long for it is waited for in parts. */
export function laterByTheMachine(ms: number, work: Work): Cancel {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (left: number): void => {
    const part = Math.min(Math.max(0, left), MAX_WAIT_MS);
    timer = setTimeout(() => (left > part ? wait(left - part) : void work()), part);
    timer.unref();
  };
  wait(ms);
  return () => clearTimeout(timer);
}
