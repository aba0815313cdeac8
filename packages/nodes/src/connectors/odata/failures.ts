import type { HttpResponse } from '@lockstep/schema/node';
import { StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { odataErrorOf } from '../kit/odata-error.ts';
import { readJson } from '../kit/read-json.ts';

const SYSTEM = 'The service';

/** Codes that say a record is being worked on: they pass when the other user is done. */
const LOCKS: ReadonlySet<string> = new Set(['V1/042', 'V1042']);

/** What an answer of an OData service outside 2xx means. The one table of this connector. */
export function failureOf(
  response: Pick<HttpResponse, 'status' | 'headers' | 'text'>,
  exchange: { readonly write: boolean; readonly now: number },
): Failure {
  const error = odataErrorOf(readJson(response.text));
  const details = error && {
    code: error.code,
    complaints: error.complaints.slice(0, 20).map((complaint) => ({ ...complaint })),
  };
  const withDetails = details ? { details } : {};
  const codes = [error?.code, ...(error?.complaints ?? []).map(({ code }) => code)];
  if (error && codes.some((code) => code !== undefined && LOCKS.has(code))) {
    const message = `${SYSTEM} is busy with the record: ${error.message}`;
    return { kind: 'transient', category: 'system', code: 'odata-locked', message, ...withDetails };
  }
  const plain = httpFailure({ ...response, cookies: [] }, { system: SYSTEM, ...exchange });
  if (plain.kind === 'transient') return { ...plain, ...withDetails };
  if (hasChanged(response)) {
    const message = `${SYSTEM}: somebody changed the record in between (${response.status}).`;
    return { ...plain, category: 'business', code: 'odata-changed-in-between', message, ...withDetails };
  }
  if (!error || error.message === '') return plain;
  const code = error.code === '' ? '' : ` (${error.code})`;
  return { ...plain, code: 'odata-refused', message: `${SYSTEM} refused: ${error.message}${code}`, ...withDetails };
}

/** True when somebody else changed the record since its etag was read. */
export function hasChanged({ status }: Pick<HttpResponse, 'status'>): boolean {
  return status === 412 || status === 428;
}

/** A success that cannot be read: after a write nobody knows what happened, and the next attempt looks. */
export function unreadable(write: boolean): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: 'odata-answer-unreadable',
    message: 'The service gave an answer that cannot be read.',
    ...(write && { outcomeUnknown: true }),
  });
}

/** What the author drew, or the message held, does not fit the service. */
export function unfit(kind: 'flow' | 'item', wrong: string | readonly string[]): StepError {
  const all = typeof wrong === 'string' ? [wrong] : wrong;
  const more = all.length > 5 ? ` … and ${all.length - 5} more.` : '';
  return new StepError({
    kind,
    category: 'validation',
    code: 'odata-does-not-fit',
    message: `${all.slice(0, 5).join(' ')}${more}`,
    details: { wrong: [...all.slice(0, 50)] },
  });
}
