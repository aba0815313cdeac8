import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';

/** A warehouse management system with an API key. */
export const wmsConnection: ConnectionType = {
  system: 'wms',
  label: 'WMS',
  icon: 'boxes',
  description: 'A warehouse management system, by its API key.',
  baseUrlPlaceholder: 'https://wms.example.com',
  limits: {
    rate: { perSecond: 100, burst: 200, adaptive: true },
    concurrency: 20,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 50,
  },
  fields: [
    { name: 'apiKey', label: 'API key', secret: true, required: true },
    {
      name: 'webhookSecret',
      label: 'Webhook secret',
      secret: true,
      placeholder: 'whsec_…',
      description: 'Signs what the warehouse tells us. Two secrets on two lines are both valid.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, '/v1/allocations?orderRef=lockstep-connection-test'),
      headers: { 'x-api-key': connection.settings.apiKey ?? '' },
    });
    if (status === 200) return { ok: true, message: 'The warehouse answers and accepts the key.' };
    if (status === 401 || status === 403) return { ok: false, message: `The key is not accepted (${status}).` };
    return { ok: false, message: `The warehouse answers, but not as expected (${status}).` };
  },
};
