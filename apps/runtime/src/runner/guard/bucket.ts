import type { ConnectionLimits } from '@lockstep/schema/node';
import type { Shared } from './shared.ts';

/** Part of the rate that comes back each second without a 429. */
const RECOVERY_PER_SECOND = 0.05;
const LEAST_SHARE = 0.05;
/** One storm of 429 answers halves the rate once. */
const SLOW_ONCE_MS = 1000;
/** A 429 that names no time. */
const SILENCE_MS = 1000;
const MAX_SILENCE_MS = 300_000;
/** Beyond three times the time it seemed to take, the drain rate doubles this often: so it ends, whatever comes in meanwhile. */
const DRAIN_DOUBLES_MS = 10_000;
const DRAIN_PATIENCE = 3;
/** Longer than the time between two meetings: as long as something waits, it drains on. */
const DRAIN_HOLD_MS = 2_500;
/** While it drains, calls leave in groups of a quarter of a second. */
const DRAIN_GROUP = 0.25;

export interface Bucket {
  readonly perSecond: number;
  readonly burst: number;
}

export function isDraining({ state, drainUntil, at }: Shared): boolean {
  return state === 'closed' && drainUntil > at;
}

/** While something waits, what was let through at the drain rate still is. */
export function heldDraining(shared: Shared): Shared {
  if (!isDraining(shared)) return shared;
  const isWaiting = Object.values(shared.members).some(({ queued, parked }) => queued + parked > 0);
  if (!isWaiting) return shared;
  return { ...shared, drainUntil: Math.max(shared.drainUntil, shared.at + DRAIN_HOLD_MS) };
}

function drainRate({ at, drainFrom, drainMs }: Shared, perSecond: number): number {
  const late = at - drainFrom - DRAIN_PATIENCE * drainMs;
  return perSecond * 2 ** Math.min(20, Math.max(0, late / DRAIN_DOUBLES_MS));
}

/** The share of its rate the system lets us have, 0.05 to 1: half after a 429, and back additively. */
export function rateShare({ rateShare: share, slowedAt, at }: Shared): number {
  return Math.min(1, share + (Math.max(0, at - slowedAt) / 1000) * RECOVERY_PER_SECOND);
}

/**
 * The rate to reckon with `aheadMs` from now, when no further 429 comes: turns that are minutes away must not be handed out by
 * the rate of the storm. `undefined` while nothing limits it.
 */
export function rateAhead(bucket: Bucket | undefined, { rate }: ConnectionLimits, aheadMs: number): number | undefined {
  if (!rate) return bucket?.perSecond;
  const now = bucket?.perSecond ?? rate.perSecond;
  if (!rate.adaptive) return now;
  return Math.min(rate.perSecond, now + rate.perSecond * RECOVERY_PER_SECOND * (Math.max(0, aheadMs) / 1000));
}

/** The bucket in force, or `undefined` while nothing limits the rate. */
export function bucketOf(shared: Shared, { rate, drainPerSecond }: ConnectionLimits): Bucket | undefined {
  const own = rate && {
    perSecond: rate.perSecond * (rate.adaptive ? rateShare(shared) : 1),
    burst: rate.burst,
  };
  if (!isDraining(shared)) return own;
  const perSecond = Math.min(drainRate(shared, drainPerSecond), own?.perSecond ?? Number.POSITIVE_INFINITY);
  return { perSecond, burst: Math.max(1, Math.min(own?.burst ?? 10_000, Math.ceil(perSecond * DRAIN_GROUP))) };
}

/** Tokens in the bucket now. */
export function tokensOf({ tokens, tokensAt, at }: Shared, { perSecond, burst }: Bucket): number {
  return Math.min(burst, tokens + (Math.max(0, at - tokensAt) / 1000) * perSecond);
}

/** The system answered 429: half the rate from now on, and silence for as long as it asked. */
export function slowed(shared: Shared, retryAfterMs: number | undefined): Shared {
  const { at } = shared;
  const silentUntil = Math.max(shared.silentUntil, at + Math.min(retryAfterMs ?? SILENCE_MS, MAX_SILENCE_MS));
  if (at - shared.slowedAt < SLOW_ONCE_MS) return { ...shared, silentUntil };
  return { ...shared, silentUntil, rateShare: Math.max(LEAST_SHARE, rateShare(shared) / 2), slowedAt: at };
}
