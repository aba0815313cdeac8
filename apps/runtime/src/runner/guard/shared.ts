import type { BreakerState } from '@lockstep/schema/node';

/** What one process last said of itself. */
export interface Member {
  /** Places it may fill; never more than all places together with the others. */
  readonly places: number;
  readonly inFlight: number;
  /** Calls that wait in this process. */
  readonly queued: number;
  /** Steps that are parked until their turn. */
  readonly parked: number;
  /** Calls within the window. */
  readonly ok: number;
  readonly failed: number;
  /** Since when it has fewer places than its fair share although it wants them. */
  readonly shortSince?: number;
  /** When the last of its parked steps comes back. */
  readonly parkedUntil: number;
  /** What it said counts until then; a process that died has no places any more. */
  readonly until: number;
}

/**
 * What all processes know of one connection. Plain JSON, changed by the pure functions of this folder under a lock. Times
 * are epoch milliseconds of the database, so that clocks of hosts may differ.
 */
export interface Shared {
  /** Of the newest change; time never goes back. */
  readonly at: number;
  /** Counts the changes of the breaker. Calls that began under an older one say nothing any more. */
  readonly revision: number;
  readonly state: BreakerState;
  readonly since: number;
  /** When the first probe may leave; absent when not open, or until a person closes it. */
  readonly openUntil?: number;
  /** Person who opened it. */
  readonly by?: string;
  /** Times it opened without having closed in between. */
  readonly trips: number;
  /** Who tries the system out, until when others may instead, and how many calls went well. */
  readonly probe?: { readonly worker: string; readonly until: number; readonly passed: number };
  /** When it closed after an outage, and how long it then seemed to take until what had waited is through. */
  readonly drainFrom: number;
  readonly drainMs: number;
  /** Calls are let through at the drain rate until then; moves on while something waits. */
  readonly drainUntil: number;
  readonly tokens: number;
  readonly tokensAt: number;
  /** Share of the rate left after the last 429. */
  readonly rateShare: number;
  readonly slowedAt: number;
  /** The system asked for silence until then. */
  readonly silentUntil: number;
  readonly members: Readonly<Record<string, Member>>;
}

/** Nothing is known: closed, and the bucket full. */
export function freshShared(now: number): Shared {
  return {
    at: now,
    revision: 0,
    state: 'closed',
    since: now,
    trips: 0,
    drainFrom: 0,
    drainMs: 0,
    drainUntil: 0,
    tokens: Number.MAX_SAFE_INTEGER,
    tokensAt: now,
    rateShare: 1,
    slowedAt: 0,
    silentUntil: 0,
    members: {},
  };
}

/** The state at a later moment: dead processes forgotten, time moved on. */
export function at(shared: Shared | undefined, now: number): Shared {
  if (!shared) return freshShared(now);
  const moment = Math.max(now, shared.at);
  const alive = Object.entries(shared.members).filter(([, { until }]) => until > moment);
  return { ...shared, at: moment, members: Object.fromEntries(alive) };
}
