import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { isObject, readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';

/** An analytics store that takes NDJSON by the Bulk API of Elasticsearch, by an API key. */
export const analyticsConnection: ConnectionType = {
  system: 'elasticsearch',
  label: 'Analytics (Elasticsearch)',
  icon: 'chart-column',
  description: 'Takes events as NDJSON by the Bulk API of Elasticsearch and counts them, by an API key.',
  baseUrlPlaceholder: 'https://analytics.es.eu-central-1.aws.found.io',
  limits: {
    rate: { perSecond: 20, burst: 40, adaptive: true },
    concurrency: 4,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 10,
  },
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      secret: true,
      required: true,
      placeholder: 'VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6…',
      description: 'As Elasticsearch shows it, encoded. With create_doc to send events, and read to count them.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status, text } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, '/_security/_authenticate'),
      headers: elasticHeaders(connection.settings),
    });
    if (status === 401 || status === 403)
      return { ok: false, message: `Elasticsearch does not accept the API key (${status}).` };
    const read = readJson(text);
    const name = isObject(read) ? (textAt(read, 'api_key', 'name') ?? textAt(read, 'username')) : undefined;
    if (status !== 200 || name === undefined)
      return { ok: false, message: `Something answers, but not as Elasticsearch does (${status}).` };
    return { ok: true, message: `Elasticsearch answers, and knows us as "${name}".` };
  },
};

/** @see https://www.elastic.co/docs/api/doc/elasticsearch/authentication */
export function elasticHeaders({ apiKey = '' }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { accept: 'application/json', authorization: `ApiKey ${apiKey}` };
}
