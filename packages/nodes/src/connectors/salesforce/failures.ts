import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { listAt, readJson, textAt } from '../kit/read-json.ts';

const SYSTEM = 'Salesforce';

/** The quota rolls over 24 hours: room comes back little by little. */
const QUOTA_WAIT_MS = 60_000;

/** One entry of the list Salesforce answers errors with. */
export interface SalesforceError {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** Errors of an answer, or of one part of a composite one: always a list there. */
export function errorsOf(body: Json | undefined): readonly SalesforceError[] {
  return (Array.isArray(body) ? body : []).flatMap((one) => {
    const code = textAt(one, 'errorCode') ?? textAt(one, 'statusCode');
    if (code === undefined) return [];
    const fields = listAt(one, 'fields').filter((field) => typeof field === 'string');
    return [{ code, message: textAt(one, 'message') ?? '', fields }];
  });
}

/** Passes by itself: the row is held by another transaction, or the org is busy with too much at once. Nothing was done. */
const PASSING: ReadonlySet<string> = new Set(['UNABLE_TO_LOCK_ROW', 'SERVER_UNAVAILABLE', 'EXCEEDED_ID_LIMIT']);

/**
 * What an answer of Salesforce outside 2xx means. The one table of this connector.
 *
 * @see developer.salesforce.com, REST API Developer Guide, "Status Codes and Error Responses"
 */
export function failureOf(
  response: HttpResponse,
  exchange: { readonly write: boolean; readonly now: number },
): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  const errors = errorsOf(readJson(response.text));
  const [first] = errors;
  if (!first) return plain;
  const details = { errors: errors.slice(0, 20).map((error) => ({ ...error, fields: [...error.fields] })) };
  const said = `${first.message} (${first.code})`;
  if (first.code === 'REQUEST_LIMIT_EXCEEDED') {
    return {
      kind: 'transient',
      category: 'rate',
      code: 'salesforce-quota',
      message: `${SYSTEM} has no calls left for us in these 24 hours: ${said}`,
      retryAfterMs: plain.retryAfterMs ?? QUOTA_WAIT_MS,
      details,
    };
  }
  if (PASSING.has(first.code)) {
    return {
      kind: 'transient',
      category: 'system',
      code: 'salesforce-busy',
      message: `${SYSTEM} is busy: ${said}`,
      details,
    };
  }
  if (plain.kind === 'transient' || response.status === 401) return { ...plain, details };
  if (response.status === 403) {
    return {
      ...plain,
      code: 'salesforce-forbidden',
      message: `${SYSTEM} does not let the user do this: ${said}`,
      details,
    };
  }
  return {
    ...plain,
    category: /^(FIELD_CUSTOM_VALIDATION|DUPLICATES_DETECTED)/.test(first.code) ? 'business' : 'validation',
    code: 'salesforce-refused',
    message: `${SYSTEM} refused: ${said}`,
    details,
  };
}
