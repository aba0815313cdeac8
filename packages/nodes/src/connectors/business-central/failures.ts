import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { at, readJson, textAt } from '../kit/read-json.ts';

const SYSTEM = 'Business Central';

export interface BcError {
  readonly code: string;
  readonly message: string;
}

/** The error of an answer, or of one part of a batch. The correlation id stays: support asks for it. */
export function errorOf(body: Json | undefined): BcError | undefined {
  const code = textAt(at(body, 'error'), 'code');
  return code === undefined ? undefined : { code, message: textAt(at(body, 'error'), 'message') ?? '' };
}

/** True when somebody else changed the record since its etag was read. */
export function hasChanged({ status, text }: HttpResponse): boolean {
  return status === 412 || (status === 409 && errorOf(readJson(text))?.code === 'Request_EntityChanged');
}

/**
 * What an answer of Business Central outside 2xx means. The one table of this connector. A 429 says no time: the retry policy of the
 * step does.
 *
 * @see learn.microsoft.com, "Working with API errors" (dynamics_error_codes), "Operational limits"
 */
export function failureOf(
  response: HttpResponse,
  exchange: { readonly write: boolean; readonly now: number },
): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  const error = errorOf(readJson(response.text));
  if (!error) return plain;
  const details = { code: error.code };
  if (plain.kind === 'transient' || plain.category === 'auth') return { ...plain, details };
  const said = `${error.message} (${error.code})`;
  if (hasChanged(response)) {
    const message = `${SYSTEM}: somebody changed the record in between.`;
    return { ...plain, category: 'business', code: 'bc-changed-in-between', message, details };
  }
  return {
    ...plain,
    category: /^(BadRequest|Request)_/.test(error.code) ? 'validation' : 'business',
    code: error.code === 'Internal_EntityWithSameKeyExists' ? 'bc-already-there' : 'bc-refused',
    message: `${SYSTEM} refused: ${said}`,
    details,
  };
}
