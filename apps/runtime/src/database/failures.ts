import { StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';

/** What a call was about when it failed. */
export interface DatabaseCall {
  /** The connection as people call it. */
  readonly server: string;
  /** True once the commit was sent: nobody knows then whether it counts. */
  readonly committing: boolean;
}

type Judged = Pick<Failure, 'kind' | 'category' | 'code'>;

/**
 * What a SQLSTATE means for the step, by its first letters; the longest that fits counts.
 *
 * @see PostgreSQL 18, appendix A (error codes)
 */
const MEANING: readonly (readonly [string, Judged])[] = [
  ['08', { kind: 'transient', category: 'system', code: 'connection-lost' }],
  ['28', { kind: 'refused', category: 'auth', code: 'database-auth' }],
  ['3D', { kind: 'flow', category: 'system', code: 'database-missing' }],
  ['53', { kind: 'transient', category: 'system', code: 'database-busy' }],
  ['57P', { kind: 'transient', category: 'system', code: 'database-busy' }],
  ['57014', { kind: 'transient', category: 'timeout', code: 'database-timeout' }],
  ['40', { kind: 'transient', category: 'system', code: 'database-busy' }],
  ['55P03', { kind: 'transient', category: 'system', code: 'database-busy' }],
  ['58', { kind: 'transient', category: 'system', code: 'database-busy' }],
  ['23', { kind: 'refused', category: 'business', code: 'rule-broken' }],
  ['22', { kind: 'item', category: 'validation', code: 'value-refused' }],
  ['25006', { kind: 'flow', category: 'validation', code: 'statement-changes' }],
  ['42501', { kind: 'refused', category: 'auth', code: 'database-auth' }],
  ['42', { kind: 'flow', category: 'validation', code: 'statement-wrong' }],
  ['P0001', { kind: 'refused', category: 'business', code: 'rule-broken' }],
];

/** A failed call as a failure of the step. */
export function databaseFailed(error: unknown, { server, committing }: DatabaseCall): StepError {
  if (error instanceof StepError) return error;
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const failed = (judged: Judged, text: string, more: Partial<Failure> = {}) =>
    new StepError({ ...judged, message: text, ...more }, { cause: error });
  if (code === 'EGRESS_BLOCKED') return failed({ kind: 'flow', category: 'system', code: 'egress-blocked' }, message);
  const state = /^[0-9A-Z]{5}$/.test(code) ? code : '';
  const known = MEANING.filter(([start]) => state !== '' && state.startsWith(start)).sort(
    ([a], [b]) => b.length - a.length,
  )[0];
  if (known) {
    const [, judged] = known;
    const text = `${server}: ${message}${/[.!?]$/.test(message) ? '' : '.'} (${state})`;
    const cut = committing && /^(08|57P)/.test(state);
    return failed(judged, text, { details: { state }, ...(cut && { outcomeUnknown: true }) });
  }
  if (state !== '') {
    return failed(
      { kind: 'refused', category: 'system', code: 'database-refused' },
      `${server}: ${message} (${state})`,
    );
  }
  if (UNSENT.has(code)) {
    const text = `Could not connect to ${server} (${code}). Nothing was done.`;
    return failed({ kind: 'transient', category: 'system', code: 'connect-failed' }, text);
  }
  const text = `The connection to ${server} was lost (${code || 'closed'}).`;
  const judged = { kind: 'transient', category: 'system', code: 'connection-lost' } as const;
  return failed(judged, text, committing ? { outcomeUnknown: true } : {});
}

const UNSENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
]);
