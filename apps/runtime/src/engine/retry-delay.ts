import type { RetryPolicy } from '@lockstep/schema/graph';
import type { Failure } from '@lockstep/schema/run';

/** R17: the attempt says nothing about the message: the connection was paused or full, or a failing system was tried out. */
export function isUncounted({ kind, notAttempted, probe }: Failure): boolean {
  return kind === 'transient' && (notAttempted === true || probe === true);
}

/** R17: such a step comes back when the connection says, however late that is: the wait is not the drawing's. */
export function uncountedDelayMs({ retryAfterMs }: Failure, { baseMs }: RetryPolicy): number {
  return Math.ceil(retryAfterMs ?? baseMs);
}

/**
 * R7: how long to wait before the next try of a failed step, or `undefined` when there must not be one. Only a
 * `transient` failure is tried again: after the wait the other system asked for, else `baseMs * 2^(attempt - 1)` less the
 * share that chance takes away, and never more than `capMs`. Chance comes in as `jitter`, so a replay gives the same
 * answer. A wait the other system asked for is never made shorter by chance: coming early only earns the next refusal.
 *
 * @param attempt the try that failed, from 1, counted within the budget
 * @param jitter drawn once by the host, 0 <= jitter < 1
 * @returns whole milliseconds, 0 or more
 * @throws RangeError when `attempt` is not a whole number of at least 1
 * @see RFC 9110, 10.2.3 (Retry-After)
 */
export function retryDelayMs(
  failure: Failure,
  attempt: number,
  policy: RetryPolicy,
  jitter: number,
): number | undefined {
  if (!Number.isInteger(attempt) || attempt < 1) throw new RangeError(`Not an attempt: ${attempt}`);
  if (failure.kind !== 'transient' || attempt >= policy.maxAttempts) return undefined;
  if (failure.retryAfterMs !== undefined) return Math.ceil(Math.min(failure.retryAfterMs, policy.capMs));
  // The cap comes before chance: at the cap, too, runs that failed together must not come back together.
  const wait = Math.min(policy.baseMs * 2 ** (attempt - 1), policy.capMs);
  return Math.round(wait * (1 - policy.jitter * jitter));
}
