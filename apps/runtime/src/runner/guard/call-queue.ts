import type { Call, Permit } from './types.ts';

/** A call that waits for room. */
export interface Waiting {
  readonly call: Call;
  readonly resolve: (permit: Permit) => void;
  readonly reject: (error: Error) => void;
  /** Stops its timer and stops listening to its signal. */
  readonly settle: () => void;
}

/** Calls in the order in which they leave: those of attempts that have begun, then those of the oldest runs. */
export interface CallQueue {
  readonly size: () => number;
  add(waiting: Waiting): void;
  /** The next one, left where it is. */
  first(): Waiting | undefined;
  remove(waiting: Waiting): boolean;
  all(): readonly Waiting[];
}

export function createCallQueue(): CallQueue {
  const queue: Waiting[] = [];
  return {
    size: () => queue.length,
    add(waiting) {
      let at = queue.length;
      for (let other = queue[at - 1]; other && isBefore(waiting.call, other.call); other = queue[at - 1]) at -= 1;
      queue.splice(at, 0, waiting);
    },
    first: () => queue[0],
    remove(waiting) {
      const at = queue.indexOf(waiting);
      if (at < 0) return false;
      queue.splice(at, 1);
      return true;
    },
    all: () => [...queue],
  };
}

function isBefore(a: Call, b: Call): boolean {
  return a.continuing === b.continuing ? a.since < b.since : a.continuing;
}
