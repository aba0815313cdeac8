import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { at, isObject, readJson, textAt } from '../kit/read-json.ts';

/** What people call it. */
export const SYSTEM = 'Zendesk';

/**
 * What an answer of Zendesk outside 2xx means. The one table of this connector.
 *
 * @see https://developer.zendesk.com/api-reference/introduction/requests/ for the shapes of errors
 */
export function failureOf(
  response: HttpResponse,
  exchange: { readonly write: boolean; readonly now: number },
): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  if (response.status === 409)
    return {
      kind: 'transient',
      category: 'business',
      code: 'ticket-changed-meanwhile',
      message: 'Somebody changed the ticket meanwhile; it is read again.',
      retryAfterMs: 500,
    };
  const read = readJson(response.text);
  if (isObject(read) && textAt(read, 'error') === 'IdempotentRequestError')
    return {
      kind: 'transient',
      category: 'business',
      code: 'ticket-opened-meanwhile',
      message: 'Another run opened a ticket about the same thing meanwhile; it is looked for again.',
      retryAfterMs: 500,
    };
  if (!isObject(read) || plain.kind === 'transient' || plain.category === 'auth') return plain;
  const code = textAt(read, 'error') ?? textAt(read, 'error', 'title') ?? '';
  const complaints = complaintsOf(at(read, 'details'));
  const said = complaints[0]?.detail ?? textAt(read, 'description') ?? textAt(read, 'error', 'message') ?? code;
  return {
    ...plain,
    category: 'validation',
    code: response.status === 404 ? 'ticket-unknown' : 'ticket-refused',
    message: `${SYSTEM} refused: ${said || `status ${response.status}`}`,
    ...(complaints.length > 0 && { details: { complaints } }),
  };
}

/** `details` says by field what is wrong with it. */
function complaintsOf(details: ReturnType<typeof at>): { readonly field: string; readonly detail: string }[] {
  if (!isObject(details)) return [];
  return Object.entries(details)
    .flatMap(([field, list]) =>
      (Array.isArray(list) ? list : [list]).map((one) => ({ field, detail: textAt(one, 'description') ?? '' })),
    )
    .slice(0, 20);
}
