/** What a process of an installation does. `all` does everything; the others are for installations of several processes. */
export const ROLES = ['all', 'ingress', 'worker', 'scheduler'] as const;
export type Role = (typeof ROLES)[number];

/** Duties of a process; every installation needs each of them from at least one. */
export interface Duties {
  /** Serves hooks, API and designer. */
  readonly serves: boolean;
  /** Carries runs out, and reads topics for the flows that listen to them. */
  readonly works: boolean;
  /** Fires schedules, works off bulk retries, lets go of old events, audits the ledger. */
  readonly ticks: boolean;
}

export function dutiesOf(role: Role): Duties {
  const isOne = (one: Role) => role === 'all' || role === one;
  return { serves: isOne('ingress'), works: isOne('worker'), ticks: isOne('scheduler') };
}
