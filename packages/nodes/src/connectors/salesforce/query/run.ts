import type { RunNode } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { at, isObject, listAt, textAt } from '../../kit/read-json.ts';
import { withQuery } from '../../kit/url.ts';
import { askSalesforce, unreadable } from '../client.ts';
import { SALESFORCE_DATA } from '../connection.ts';
import type { queryRecords } from './definition.ts';

export const runQuery: RunNode<typeof queryRecords> = async ({ params }, ctx) => {
  const { connection, soql, maxRecords } = params;
  const records: Json[] = [];
  let path: string | undefined = withQuery(`${SALESFORCE_DATA}/query`, { q: soql });
  let totalSize = 0;
  const seen = new Set<string>();
  while (path !== undefined && records.length < maxRecords) {
    // A next page that leads back would go on for ever.
    if (seen.has(path) || !path.startsWith('/services/data/')) return unreadable(false);
    seen.add(path);
    const { body } = await askSalesforce(ctx, connection, { method: 'GET', path, write: false });
    const total = at(body, 'totalSize');
    if (typeof total !== 'number') return unreadable(false);
    totalSize = total;
    records.push(...listAt(body, 'records').map(plain));
    path = at(body, 'done') === false ? textAt(body, 'nextRecordsUrl') : undefined;
  }
  const complete = path === undefined && records.length <= maxRecords;
  return { port: 'out', value: { records: records.slice(0, maxRecords), totalSize, complete } };
};

/** Without `attributes`, which say the type and the address of a record; those of related records too. */
function plain(value: Json): Json {
  if (!isObject(value)) return value;
  const { attributes: _attributes, ...fields } = value;
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, plain(field)]));
}
