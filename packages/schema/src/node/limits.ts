import { z } from 'zod';

/** A token bucket: `burst` calls at once, then `perSecond`. */
export const RateLimit = z.object({
  perSecond: z.number().min(0.01).max(10_000),
  burst: z.int().min(1).max(10_000),
  /** Halves when the system answers 429, and comes back by a twentieth of the rate each second without one. */
  adaptive: z.boolean().default(true),
});
export type RateLimit = z.infer<typeof RateLimit>;

/** When a connection is taken for failing: connect failures, time-outs and 5xx count; a 429 or a refusal does not. */
export const BreakerPolicy = z.object({
  /** Share of failed calls within the window that opens it, once there were `minCalls`. */
  failureShare: z.number().min(0.05).max(1),
  windowMs: z.int().min(1000).max(600_000),
  minCalls: z.int().min(1).max(10_000),
  /** Failures in a row that open it, whatever the share. */
  consecutiveFailures: z.int().min(1).max(1000),
  /** How long it stays open the first time; doubles with each probe that fails, up to `maxOpenMs`. */
  openMs: z.int().min(100).max(3_600_000),
  maxOpenMs: z.int().min(100).max(3_600_000),
  /** Calls that must succeed, one after another, before it closes. */
  probes: z.int().min(1).max(20),
});
export type BreakerPolicy = z.infer<typeof BreakerPolicy>;

/** What Lockstep asks of one system at most, all its processes together. An absent part is not limited. */
export const ConnectionLimits = z.object({
  rate: RateLimit.optional(),
  /** Calls under way at a time. */
  concurrency: z.int().min(1).max(1000).optional(),
  breaker: BreakerPolicy.optional(),
  /** Calls a second after the system came back, until what had waited is through. */
  drainPerSecond: z.number().min(0.1).max(10_000),
});
export type ConnectionLimits = z.infer<typeof ConnectionLimits>;

export const BreakerState = z.enum(['closed', 'open', 'half-open']);
export type BreakerState = z.infer<typeof BreakerState>;

/** Breaker of a connection whose type says nothing else: a system that fails twenty times in a row is left alone for 10 s. */
export const DEFAULT_BREAKER: BreakerPolicy = {
  failureShare: 0.5,
  windowMs: 30_000,
  minCalls: 40,
  consecutiveFailures: 20,
  openMs: 10_000,
  maxOpenMs: 60_000,
  probes: 2,
};
