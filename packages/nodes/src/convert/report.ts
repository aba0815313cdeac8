import type { Flow } from '@lockstep/schema/graph';

/**
 * What became of one node of another product. `converted`: does the same. `approximated`: does nearly the same, the notes say what
 * differs. `needs-work`: stands there as a step that a person has to finish, the notes say how. `left-out`: has no meaning here.
 */
export type Outcome = 'converted' | 'approximated' | 'needs-work' | 'left-out';

export interface NodeReport {
  /** What the node is called there. */
  readonly name: string;
  /** Its type there. */
  readonly type: string;
  readonly outcome: Outcome;
  /** Our step; absent where there is none. */
  readonly node?: string;
  /** Sentences for the analyst. */
  readonly notes: readonly string[];
}

export interface Conversion {
  readonly from: 'n8n' | 'node-red';
  readonly flow: Flow;
  readonly report: readonly NodeReport[];
}

/** A document that is none of the products we read. */
export interface NotReadable {
  readonly problem: string;
}

/** How many nodes ended how. */
export function countOutcomes(report: readonly NodeReport[]): Readonly<Record<Outcome, number>> {
  const counts = { converted: 0, approximated: 0, 'needs-work': 0, 'left-out': 0 };
  for (const { outcome } of report) counts[outcome] += 1;
  return counts;
}
