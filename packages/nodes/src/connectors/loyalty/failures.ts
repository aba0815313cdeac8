import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { isObject, listAt, readJson, textAt } from '../kit/read-json.ts';

/** What people call it. */
export const SYSTEM = 'Square Loyalty';

/**
 * What an answer of Square outside 2xx means. The one table of this connector.
 *
 * @see https://developer.squareup.com/docs/build-basics/general-considerations/handling-errors
 */
export function failureOf(
  response: HttpResponse,
  exchange: { readonly write: boolean; readonly now: number },
): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  const read = readJson(response.text);
  const errors = isObject(read) ? listAt(read, 'errors') : [];
  const complaints = errors.slice(0, 20).map((one) => ({
    category: textAt(one, 'category') ?? '',
    code: textAt(one, 'code') ?? '',
    detail: textAt(one, 'detail') ?? '',
    field: textAt(one, 'field') ?? '',
  }));
  const [first] = complaints;
  if (!first) return plain;
  const details = { complaints };
  if (plain.kind === 'transient' || plain.category === 'auth') return { ...plain, details };
  const known = KNOWN[first.code] ?? (response.status === 404 ? KNOWN.NOT_FOUND : undefined);
  return {
    ...plain,
    category: known?.category ?? 'validation',
    code: known?.code ?? 'loyalty-refused',
    message: `${SYSTEM} refused: ${first.detail || 'no reason given'} (${first.code})`,
    details,
  };
}

const KNOWN: Readonly<Record<string, Pick<Failure, 'category' | 'code'>>> = {
  // Our reference was used for other points or another member.
  IDEMPOTENCY_KEY_REUSED: { category: 'business', code: 'loyalty-reference-reused' },
  NOT_FOUND: { category: 'business', code: 'loyalty-member-unknown' },
};
