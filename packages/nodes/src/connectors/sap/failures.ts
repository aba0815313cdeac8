import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { odataErrorOf } from '../kit/odata-error.ts';
import { readJson } from '../kit/read-json.ts';

const SYSTEM = 'S/4HANA';

/** Message classes and numbers that say a record is being worked on: they pass when the other user is done. */
const LOCKS: ReadonlySet<string> = new Set(['V1/042', 'V1042']);

/** What an answer of S/4HANA outside 2xx means. The one table of this connector. */
export function failureOf(
  response: HttpResponse,
  exchange: { readonly write: boolean; readonly now: number },
): Failure {
  const error = odataErrorOf(readJson(response.text));
  const codes = [error?.code, ...(error?.complaints ?? []).map(({ code }) => code)];
  const details = error && {
    code: error.code,
    complaints: error.complaints.slice(0, 20).map((complaint) => ({ ...complaint })),
  };
  const said =
    error && error.message !== '' ? `${error.message}${error.code === '' ? '' : ` (${error.code})`}` : undefined;
  const { status } = response;

  if (codes.some((code) => code !== undefined && LOCKS.has(code))) {
    return {
      kind: 'transient',
      category: 'system',
      code: 'sap-locked',
      message: `${SYSTEM} is busy with the record: ${said}`,
      ...(details && { details }),
    };
  }
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  if (plain.kind === 'transient') return { ...plain, ...(details && { details }) };
  if (status === 412 || status === 428) {
    return {
      kind: 'refused',
      category: 'business',
      code: 'sap-changed-in-between',
      message: `${SYSTEM}: somebody changed the record in between (${status}).`,
      ...(details && { details }),
    };
  }
  return {
    ...plain,
    ...(said !== undefined && { code: 'sap-refused', category: 'business', message: `${SYSTEM} refused: ${said}` }),
    ...(details && { details }),
  };
}
