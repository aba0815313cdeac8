import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';

/** What is known of an exchange when a status is judged. */
export interface Exchange {
  /** The system as people call it, for the message. */
  readonly system: string;
  /** True when the request may have changed something: every method but GET, HEAD and OPTIONS. */
  readonly write: boolean;
  /** Epoch milliseconds, for a Retry-After that is a date. */
  readonly now: number;
}

const PASSING = new Set([408, 425, 429]);
/** Statuses of those who stand before the system, or of the system before it begins: nothing was done. */
const NOT_BEGUN = new Set([425, 429, 501, 503]);

/**
 * What a status means where a connector knows nothing better. 408, 425, 429 and 5xx may pass by themselves; 501 and
 * 505 do not. After a write any other 5xx, and 408, leave open whether the effect happened.
 *
 * @see RFC 9110, 15.5 and 15.6
 */
export function httpFailure(response: HttpResponse, { system, write, now }: Exchange): Failure {
  const { status } = response;
  const code = `http-${status}`;
  const passing = PASSING.has(status) || (status >= 500 && status !== 501 && status !== 505);
  if (passing) {
    const retryAfterMs = retryAfter(response.headers['retry-after'], now);
    return {
      kind: 'transient',
      category: status === 429 ? 'rate' : status === 408 || status === 504 ? 'timeout' : 'system',
      code,
      message:
        status === 429 ? `${system} asks us to slow down (429).` : `${system} is not able to answer now (${status}).`,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(write && !NOT_BEGUN.has(status) && { outcomeUnknown: true }),
    };
  }
  if (status === 401 || status === 403) {
    return {
      kind: 'refused',
      category: 'auth',
      code,
      message: `${system} does not accept our credentials (${status}).`,
    };
  }
  if (status < 400) {
    const message = `${system} answered ${status}, which this step does not expect.`;
    return { kind: 'refused', category: 'system', code, message };
  }
  const category = status === 400 || status === 422 ? 'validation' : 'business';
  return { kind: 'refused', category, code, message: `${system} refused the request (${status}).` };
}

/**
 * Milliseconds of a Retry-After: seconds (Shopify sends a float) or an HTTP date. Undefined when absent or unreadable.
 *
 * @see RFC 9110, 10.2.3
 */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
