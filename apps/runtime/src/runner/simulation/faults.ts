/** Where a process stands when something happens to it: before or after what others can see of it. */
export interface Boundary {
  /** Count over all processes of a simulation, from 1. */
  readonly nr: number;
  readonly process: string;
  readonly what: 'accept' | 'append' | 'claim' | 'beat' | 'mail' | 'match' | 'lane' | 'read' | 'effect';
  readonly side: 'before' | 'after';
}

/**
 * What happens to the process there. `kill`: it is gone, with all it has in memory. `pause`: it stands still for `ms`, and
 * goes on as if nothing had been. `cut`: what it asks of the storage fails for `ms`; after a boundary the answer is lost
 * although the write was made.
 */
export type Fault =
  | { readonly kind: 'kill' }
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'cut'; readonly ms: number };

/** Decides at each boundary. */
export type FaultPlan = (boundary: Boundary) => Fault | undefined;

/** No fault but `fault`, at boundary number `nr`. */
export function faultAt(nr: number, fault: Fault): FaultPlan {
  return (boundary) => (boundary.nr === nr ? fault : undefined);
}
