import { type HttpResponse, StepError } from '@lockstep/schema/node';
import type { Outcome } from './types.ts';

/** Codes of exchanges that broke because of the other system or the way to it: see `StepContext.http` and `RemoteFiles`. */
const BROKEN: ReadonlySet<string> = new Set([
  'connect-failed',
  'http-timeout',
  'connection-lost',
  'files-timeout',
  'database-timeout',
  'broker-timeout',
]);
/** 5xx that speak of the request, not of the system. */
const OF_THE_REQUEST: ReadonlySet<number> = new Set([501, 505]);

/** The system is well, and has no room for a further session. */
const CROWDED: ReadonlySet<string> = new Set(['sftp-busy', 'ftp-busy', 'database-busy']);

/** How a call went, by its answer. `now` is epoch milliseconds, for a Retry-After that is a date. */
export function outcomeOf({ status, headers }: HttpResponse, now: number): Outcome {
  if (status === 429) return { kind: 'limited', retryAfterMs: retryAfterMs(headers['retry-after'], now) };
  return { kind: status >= 500 && !OF_THE_REQUEST.has(status) ? 'failed' : 'ok' };
}

/** How a call went that gave no answer. */
export function outcomeOfError(error: unknown): Outcome {
  if (error instanceof StepError && CROWDED.has(error.failure.code))
    return { kind: 'limited', retryAfterMs: undefined };
  return { kind: error instanceof StepError && BROKEN.has(error.failure.code) ? 'failed' : 'neutral' };
}

/** RFC 9110, 10.2.3: seconds (some send a fraction), or an HTTP date. */
function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Math.round(Number(value) * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
