import type { BreakerPolicy, ConnectionLimits } from '@lockstep/schema/node';
import type { Shared } from './shared.ts';
import type { Counts } from './window.ts';

/** A probe that is not heard of for this long is somebody else's to make. */
export const PROBE_LEASE_MS = 15_000;

/** Whether calls went so badly that the system is to be left alone. */
export function isFailing(policy: BreakerPolicy, { ok, failed }: Counts, consecutive: number): boolean {
  if (consecutive >= policy.consecutiveFailures) return true;
  const calls = ok + failed;
  return calls >= policy.minCalls && failed / calls >= policy.failureShare;
}

/** Closed, or tried out in vain: opens for `openMs`, twice as long with each time in a row, `maxOpenMs` at most. */
export function opened(shared: Shared, policy: BreakerPolicy): Shared {
  const openMs = Math.min(policy.openMs * 2 ** Math.min(shared.trips, 20), Math.max(policy.openMs, policy.maxOpenMs));
  const { probe: _, by: __, ...rest } = shared;
  return {
    ...rest,
    state: 'open',
    revision: shared.revision + 1,
    // While it fails on, it is one outage: its beginning is what people ask for.
    since: shared.trips === 0 ? shared.at : shared.since,
    openUntil: shared.at + openMs,
    trips: shared.trips + 1,
    drainUntil: 0,
  };
}

/** A process saw enough failures under `revision`. Nothing changes when another was first. */
export function tripped(shared: Shared, revision: number, policy: BreakerPolicy): Shared {
  return shared.state === 'closed' && shared.revision === revision ? opened(shared, policy) : shared;
}

/** A process asks to try the system out: the first one does, when it is time, or when the one that did is gone. */
export function probing(shared: Shared, worker: string): Shared {
  const { state, at, openUntil, probe } = shared;
  const isDue = state === 'open' && openUntil !== undefined && openUntil <= at;
  const isLost = state === 'half-open' && (probe === undefined || probe.until <= at || !shared.members[probe.worker]);
  if (!isDue && !isLost) return shared;
  const { openUntil: _, ...rest } = shared;
  return {
    ...rest,
    state: 'half-open',
    revision: shared.revision + 1,
    probe: { worker, until: at + PROBE_LEASE_MS, passed: 0 },
  };
}

/** What came of a probe made under `revision`. */
export function probed(shared: Shared, revision: number, isOk: boolean, limits: ConnectionLimits): Shared {
  const { breaker } = limits;
  if (shared.state !== 'half-open' || shared.revision !== revision || !shared.probe) return shared;
  if (!breaker) return closed(shared);
  if (!isOk) return opened(shared, breaker);
  const passed = shared.probe.passed + 1;
  if (passed >= breaker.probes) return closed(shared);
  return { ...shared, probe: { ...shared.probe, passed, until: shared.at + PROBE_LEASE_MS } };
}

/** The system is back. What was parked meanwhile is let through at the drain rate. */
export function closed(shared: Shared): Shared {
  const { openUntil: _, by: __, probe: ___, ...rest } = shared;
  const parkedUntil = Object.values(shared.members).map((member) => member.parkedUntil);
  return {
    ...rest,
    state: 'closed',
    revision: shared.revision + 1,
    since: shared.at,
    trips: 0,
    drainFrom: shared.at,
    drainMs: Math.max(shared.at, ...parkedUntil) - shared.at,
    drainUntil: Math.max(shared.at, ...parkedUntil),
    tokens: 0,
    tokensAt: shared.at,
    members: Object.fromEntries(
      Object.entries(shared.members).map(([worker, member]) => [worker, { ...member, ok: 0, failed: 0 }]),
    ),
  };
}

/** A person pauses or resumes the system. Paused by hand it stays so, with no probe, until it is resumed by hand. */
export function setByHand(shared: Shared, action: 'open' | 'close', by: string): Shared {
  if (action === 'close') return shared.state === 'closed' ? shared : closed(shared);
  const { openUntil: _, probe: __, ...rest } = shared;
  return {
    ...rest,
    state: 'open',
    revision: shared.revision + 1,
    since: shared.state === 'closed' ? shared.at : shared.since,
    trips: Math.max(1, shared.trips),
    drainUntil: 0,
    by,
  };
}
