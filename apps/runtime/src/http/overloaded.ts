import { problem } from './problem.ts';

/**
 * For `.catch` behind `host.start`: an error that says when to come back is a 503 with Retry-After, anything else stays
 * what it is. Either way nothing was accepted.
 */
export function overloadedBy(error: unknown): never {
  if (error instanceof Error && 'retryAfterMs' in error && typeof error.retryAfterMs === 'number') {
    const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1000));
    throw problem('overloaded', `Nothing was stored. Try again in ${seconds} s.`, undefined, {
      'retry-after': String(seconds),
    });
  }
  throw error;
}
