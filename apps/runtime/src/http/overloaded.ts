import { OverloadedError } from '../runner/host/types.ts';
import { StoreUnavailableError } from '../store/journal/errors.ts';
import { problem } from './problem.ts';

/** Waiting for a database that restarts: long enough for a restart, short enough not to delay orders. */
const DATABASE_RETRY_MS = 2000;

/**
 * For `.catch` behind `host.start`: too much work and a database out of reach are a 503 with Retry-After, anything else
 * stays what it is. Either way the sender was not told that its message is stored, and must send it again.
 */
export function overloadedBy(error: unknown): never {
  if (error instanceof OverloadedError) throw comeBack(error.message, error.retryAfterMs);
  if (error instanceof StoreUnavailableError) throw comeBack(error.message, DATABASE_RETRY_MS);
  throw error;
}

function comeBack(reason: string, ms: number) {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return problem('overloaded', `${reason} Try again in ${seconds} s.`, undefined, { 'retry-after': String(seconds) });
}
