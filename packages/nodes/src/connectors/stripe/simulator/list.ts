import { json, type Reply } from '../../../simulators/kit/exchange.ts';
import { invalid } from './errors.ts';

/**
 * A page of a list, newest first: `limit` 1 to 100, 10 where absent, from the one after `starting_after` on.
 *
 * @see https://docs.stripe.com/api/pagination
 */
export function listPage(url: URL, oldestFirst: readonly { readonly id: string }[]): Reply {
  const limit = Number(url.searchParams.get('limit') ?? '10');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return invalid('limit', 'Limit can range between 1 and 100.');
  const items = oldestFirst.toReversed();
  const after = url.searchParams.get('starting_after');
  const from = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  if (after !== null && from === 0) {
    return invalid('starting_after', `No such object: '${after}'`, 'resource_missing');
  }
  const data = items.slice(from, from + limit);
  return json(200, { object: 'list', data, has_more: from + limit < items.length, url: url.pathname });
}
