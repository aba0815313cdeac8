import type { ConnectionLimits } from '@lockstep/schema/node';
import { type Bucket, bucketOf, heldDraining, isDraining, tokensOf } from './bucket.ts';
import type { Member, Shared } from './shared.ts';
import type { Counts } from './window.ts';

/** What a process said counts for this long; it says it anew every second. */
export const MEMBER_LEASE_MS = 5_000;
/** A block of tokens is what the rate gives in this part of a second. */
const BLOCK_SECONDS = 0.25;

/** What a process tells and wants. */
export interface Ask {
  readonly worker: string;
  readonly inFlight: number;
  readonly queued: number;
  readonly parked: number;
  /** From now, until the last of its parked steps comes back. */
  readonly parkedMs: number;
  readonly ok: number;
  readonly failed: number;
  /** Leased before and not used: given back. */
  readonly tokensLeft: number;
  readonly tokensWanted: number;
  /** It does not use the connection any more: all it holds goes back. */
  readonly isLeaving: boolean;
}

/** What it gets. Times are milliseconds from now. */
export interface Grant {
  readonly view: View;
  /** Calls it may let out; `undefined` while nothing limits the rate. */
  readonly tokens: number | undefined;
  /** When there is a token again, where there was none to give. */
  readonly nextTokenMs: number;
  /** Calls it may have under way; `undefined` where nothing limits them. */
  readonly places: number | undefined;
  /** Others want places too: give back what is not needed. */
  readonly contested: boolean;
  /** How calls of the other processes went. */
  readonly others: Counts;
}

/** The breaker and the rate as a process sees them. */
export interface View {
  readonly revision: number;
  readonly state: Shared['state'];
  /** Until the first probe may leave; `undefined` when open until a person closes it. */
  readonly openMs?: number;
  readonly by?: string;
  /** True when this process tries the system out. */
  readonly isProber: boolean;
  /** Until others may try it out instead. */
  readonly probeMs: number;
  readonly isDraining: boolean;
  readonly bucket?: Bucket;
  readonly silentMs: number;
  /** Processes that use the connection. */
  readonly members: number;
}

/**
 * One process meets the others: it says how it goes and leases tokens and places. Tokens are taken out of the one bucket when
 * they are leased, and places add up to the limit at most, so no process has to ask for a single call.
 */
export function exchange(
  before: Shared,
  ask: Ask,
  limits: ConnectionLimits,
): { readonly shared: Shared; readonly grant: Grant } {
  const { at } = before;
  const places = grantPlaces(before, ask, limits.concurrency);
  const { parked, parkedMs, inFlight, queued, ok, failed, worker } = ask;
  const member: Member = {
    places: places.granted,
    inFlight,
    queued,
    parked,
    ok,
    failed,
    ...(places.shortSince !== undefined && { shortSince: places.shortSince }),
    parkedUntil: parked > 0 ? at + parkedMs : 0,
    until: at + MEMBER_LEASE_MS,
  };
  const { [worker]: _, ...others } = before.members;
  const leased = grantTokens(before, ask, limits, Object.keys(others).length + 1);
  const shared = heldDraining({
    ...before,
    tokens: leased.left,
    tokensAt: at,
    members: ask.isLeaving ? others : { ...others, [worker]: member },
  });
  return {
    shared,
    grant: {
      view: viewOf(shared, worker, limits),
      tokens: leased.granted,
      nextTokenMs: leased.nextMs,
      places: limits.concurrency === undefined ? undefined : places.granted,
      contested: Object.values(others).some(({ queued: waiting }) => waiting > 0),
      others: Object.values(others).reduce(
        (sum, other) => ({ ok: sum.ok + other.ok, failed: sum.failed + other.failed }),
        { ok: 0, failed: 0 },
      ),
    },
  };
}

export function viewOf(shared: Shared, worker: string, limits: ConnectionLimits): View {
  const { at, state, revision, openUntil, by, probe } = shared;
  const bucket = bucketOf(shared, limits);
  return {
    revision,
    state,
    ...(openUntil !== undefined && { openMs: Math.max(0, openUntil - at) }),
    ...(by !== undefined && { by }),
    isProber: probe?.worker === worker,
    probeMs: Math.max(0, (probe?.until ?? at) - at),
    isDraining: isDraining(shared),
    ...(bucket && { bucket }),
    silentMs: Math.max(0, shared.silentUntil - at),
    members: Math.max(1, Object.keys(shared.members).length),
  };
}

/** Whole tokens, at most a block, at most this process's share of it while others wait too. */
function grantTokens(
  shared: Shared,
  { tokensLeft, tokensWanted }: Ask,
  limits: ConnectionLimits,
  members: number,
): { readonly granted: number | undefined; readonly left: number; readonly nextMs: number } {
  const bucket = bucketOf(shared, limits);
  if (!bucket) return { granted: undefined, left: shared.tokens, nextMs: 0 };
  const there = Math.min(bucket.burst, tokensOf(shared, bucket) + tokensLeft);
  const silentMs = Math.max(0, shared.silentUntil - shared.at);
  if (silentMs > 0) return { granted: 0, left: there, nextMs: silentMs };
  const block = Math.max(1, Math.ceil((bucket.perSecond * BLOCK_SECONDS) / members));
  const granted = Math.max(0, Math.min(tokensWanted, block, Math.floor(there)));
  const left = there - granted;
  return { granted, left, nextMs: left >= 1 ? 0 : Math.ceil(((1 - left) / bucket.perSecond) * 1000) };
}

/**
 * Places for one process: what it fills in any case, else what it wants of the free ones less what is kept for those that have
 * been short of their fair share for longer.
 */
function grantPlaces(
  { members, at }: Shared,
  { worker, inFlight, queued }: Ask,
  limit: number | undefined,
): { readonly granted: number; readonly shortSince?: number } {
  if (limit === undefined) return { granted: 0 };
  const before = members[worker];
  const others = Object.entries(members).filter(([id]) => id !== worker);
  const count = others.length + 1;
  const wanted = inFlight + queued;
  const fair = Math.max(1, Math.floor(limit / count));
  const taken = others.reduce((sum, [, { places }]) => sum + places, 0);
  const kept = others.reduce((sum, [, { shortSince, places }]) => {
    const isEarlier = shortSince !== undefined && shortSince < (before?.shortSince ?? at);
    return sum + (isEarlier ? Math.max(0, fair - places) : 0);
  }, 0);
  // Idle places are held up to the fair share, so that a quiet process need not ask for each call.
  const idle = Math.floor(limit / count);
  const granted = Math.max(inFlight, Math.min(Math.max(wanted, idle), limit - taken - kept), 0);
  const isShort = granted < Math.min(wanted, fair);
  return { granted, ...(isShort && { shortSince: before?.shortSince ?? at }) };
}
