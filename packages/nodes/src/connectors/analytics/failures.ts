import type { HttpResponse } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { httpFailure } from '../kit/failures.ts';
import { readJson, textAt } from '../kit/read-json.ts';

/** What people call it. */
export const SYSTEM = 'Elasticsearch';

/**
 * What an answer of Elasticsearch outside 2xx means. The one table of this connector for whole requests; for single lines of a
 * batch it is `lineOutcome`.
 *
 * @see https://www.elastic.co/docs/reference/elasticsearch/rest-apis/api-conventions
 */
export function failureOf(
  response: HttpResponse,
  exchange: { readonly write: boolean; readonly now: number },
): Failure {
  const plain = httpFailure(response, { system: SYSTEM, ...exchange });
  const reason = errorOf(readJson(response.text));
  if (!reason) return plain;
  const details = { type: reason.type, reason: reason.reason };
  if (plain.kind === 'transient' || plain.category === 'auth') return { ...plain, details };
  const known = KNOWN[reason.type];
  return {
    ...plain,
    category: known?.category ?? 'validation',
    code: known?.code ?? 'analytics-refused',
    message: `${SYSTEM} refused: ${reason.reason} (${reason.type})`,
    details,
  };
}

const KNOWN: Readonly<Record<string, Pick<Failure, 'category' | 'code'>>> = {
  index_not_found_exception: { category: 'business', code: 'analytics-index-unknown' },
};

export interface Reason {
  readonly type: string;
  readonly reason: string;
}

/** `error` of an answer, or of a line of one: mostly an object, of some proxies a text. */
export function errorOf(answer: Json | undefined): Reason | undefined {
  const type = textAt(answer, 'error', 'type');
  if (type !== undefined) return { type, reason: textAt(answer, 'error', 'reason') ?? 'no reason given' };
  const text = textAt(answer, 'error');
  return text === undefined ? undefined : { type: 'error', reason: text };
}

/** What became of a line. `known`: its event was there already. `busy`: not now, but nothing is wrong with it. */
export type LineOutcome = 'created' | 'known' | 'busy' | 'rejected';

/**
 * What the status of one line of a bulk answer means. 409 of a `create` says that a document has this id: the event came before.
 *
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk
 */
export function lineOutcome(status: number): LineOutcome {
  if (status === 201 || status === 200) return 'created';
  if (status === 409) return 'known';
  if (status === 429 || status >= 500) return 'busy';
  return 'rejected';
}
