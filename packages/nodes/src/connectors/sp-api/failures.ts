import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { listAt, readJson, textAt } from '../kit/read-json.ts';

const SYSTEM = 'Amazon';

export interface SpError {
  readonly code: string;
  readonly message: string;
}

/** Errors of an answer: always a list there. */
export function errorsOf(body: Json | undefined): readonly SpError[] {
  return listAt(body, 'errors').flatMap((one) => {
    const code = textAt(one, 'code');
    return code === undefined ? [] : [{ code, message: textAt(one, 'message') ?? '' }];
  });
}

/** True when the access token is no longer taken: Amazon says so with a 403, as it does for a role that is missing. */
export function mayBeLapsed({ status, text }: HttpResponse): boolean {
  return (status === 403 || status === 401) && errorsOf(readJson(text)).some(({ code }) => code === 'Unauthorized');
}

/**
 * What an answer of Amazon outside 2xx means. The one table of this connector.
 *
 * @param waitMs until the bucket of the operation has a token again, for a 429
 * @see developer-docs.amazon.com/sp-api, "SP-API Errors"
 */
export function failureOf(
  response: HttpResponse,
  { waitMs, ...exchange }: { readonly write: boolean; readonly now: number; readonly waitMs: number },
): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  const errors = errorsOf(readJson(response.text));
  const [first] = errors;
  if (!first) return plain;
  const details = { errors: errors.slice(0, 20).map((error) => ({ ...error })) };
  const said = `${first.message} (${first.code})`;
  if (response.status === 429 || first.code === 'QuotaExceeded') {
    return {
      kind: 'transient',
      category: 'rate',
      code: 'amazon-quota',
      message: `${SYSTEM} asks us to slow down: ${said}`,
      retryAfterMs: Math.max(waitMs, plain.retryAfterMs ?? 0),
      details,
    };
  }
  if (plain.kind === 'transient') return { ...plain, details };
  if (response.status === 403 || response.status === 401) {
    return { ...plain, code: 'amazon-forbidden', message: `${SYSTEM} does not let the app do this: ${said}`, details };
  }
  const category = response.status === 400 || response.status === 422 ? 'validation' : 'business';
  return { ...plain, category, code: 'amazon-refused', message: `${SYSTEM} refused: ${said}`, details };
}
