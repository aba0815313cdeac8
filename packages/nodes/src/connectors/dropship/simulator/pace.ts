import type { Office } from './office.ts';

/** How long the supplier takes by itself, in milliseconds. */
export interface Pace {
  /** From the order to its acknowledgement. */
  readonly acknowledgeMs: number;
  /** From there to the parcel; a line that is delayed leaves four times as late. */
  readonly shipMs: number;
}

/** Lets orders go their way by themselves; nothing happens by itself without a pace. */
export function createPace(pace: Pace | undefined, office: Office): { begin(number: string): void; close(): void } {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timer.unref();
    timers.add(timer);
  };
  return {
    begin: (number) => {
      if (!pace) return;
      later(pace.acknowledgeMs, () => {
        office.acknowledge(number, []);
        later(pace.shipMs, () => office.ship(number, office.promptItems(number)));
        later(pace.shipMs * 4, () => office.ship(number, undefined));
      });
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
