import { type Clock, createTimers } from '../../../simulators/kit/clock.ts';
import type { Office } from './office.ts';

/** How long the supplier takes by itself, in milliseconds. */
export interface Pace {
  /** From the order to its acknowledgement. */
  readonly acknowledgeMs: number;
  /** From there to the parcel; a line that is delayed leaves four times as late. */
  readonly shipMs: number;
}

/** Lets orders go their way by themselves; nothing happens by itself without a pace. */
export function createPace(
  clock: Clock,
  pace: Pace | undefined,
  office: Office,
): { begin(number: string): void; close(): void } {
  const { later, close } = createTimers(clock);
  return {
    begin: (number) => {
      if (!pace) return;
      later(pace.acknowledgeMs, () => {
        office.acknowledge(number, []);
        later(pace.shipMs, () => void office.ship(number, office.promptItems(number)));
        later(pace.shipMs * 4, () => void office.ship(number, undefined));
      });
    },
    close,
  };
}
