import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { listAt, readJson, textAt } from '../kit/read-json.ts';

export const SUPPLIER = 'The supplier';

export interface SupplierError {
  readonly code: string;
  readonly message: string;
  readonly details: string;
}

/** `errors[{ code, message, details }]` of a refusal, or of a transaction that failed. */
export function errorsOf(body: Json | undefined): readonly SupplierError[] {
  return listAt(body, 'errors').map((one) => ({
    code: textAt(one, 'code') ?? '',
    message: textAt(one, 'message') ?? '',
    details: textAt(one, 'details') ?? '',
  }));
}

/** What the errors say, in one line. */
export function saidBy(errors: readonly SupplierError[]): string {
  return errors.map(({ code, message }) => (code === '' ? message : `${message} (${code})`)).join(' ');
}

/**
 * What an answer of the supplier outside 2xx means. The one table of this connector. A 429 (`QuotaExceeded`) says no time: the retry
 * policy of the step does.
 *
 * @see developer-docs.amazon.com/sp-api, "Usage Plans and Rate Limits"; vendor direct fulfilment orders v1, `ErrorList`
 */
export function failureOf(
  response: HttpResponse,
  exchange: { readonly write: boolean; readonly now: number },
): Failure {
  const plain = httpFailure(response, { system: SUPPLIER, ...exchange });
  const errors = errorsOf(readJson(response.text));
  if (errors.length === 0) return plain;
  const details = { errors: errors.slice(0, 20).map((error) => ({ ...error })) };
  if (plain.kind === 'transient' || plain.category === 'auth') return { ...plain, details };
  return { ...plain, code: 'dropship-refused', message: `${SUPPLIER} refused: ${saidBy(errors)}`, details };
}
