import { OverloadedError } from '../runner/host/types.ts';
import { QuotaExceededError } from '../runner/life/quotas.ts';
import { isPassing } from '../store/journal/errors.ts';
import { type ProblemError, problem } from './problem.ts';

/** Waiting for a database that restarts: long enough for a restart, short enough not to delay orders. */
const DATABASE_RETRY_MS = 2000;

/**
 * For `.catch` behind `host.start`: too much work and a database out of reach are a 503 with Retry-After, anything else
 * stays what it is. Either way the sender was not told that its message is stored, and must send it again.
 */
export function overloadedBy(error: unknown): never {
  if (error instanceof QuotaExceededError) throw quotaProblem(error);
  if (error instanceof OverloadedError) throw comeBack(error.message, error.retryAfterMs);
  throw databaseAway(error) ?? error;
}

/** The refusal for an error that only says that the database is out of reach for now. */
export function databaseAway(error: unknown): ProblemError | undefined {
  return isPassing(error) ? comeBack('The database cannot be reached.', DATABASE_RETRY_MS) : undefined;
}

function comeBack(reason: string, ms: number): ProblemError {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return problem('overloaded', `${reason} Try again in ${seconds} s.`, undefined, { 'retry-after': String(seconds) });
}

/** The sender keeps its message; what was accepted before goes on. */
function quotaProblem({ message, bytes, quotaBytes, retryAfterMs }: QuotaExceededError): ProblemError {
  const detail = `${message} Nothing was stored; send it again later. A person makes room by a shorter retention or a larger limit.`;
  const headers = { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  return problem('quota-exceeded', detail, { bytes, quotaBytes }, headers);
}
