import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';

/** A ShipStation account (API v2, once ShipEngine). */
export const shipstationConnection: ConnectionType = {
  system: 'shipstation',
  label: 'ShipStation',
  icon: 'ship',
  description: 'Labels and tracking of many carriers, by the API key of a ShipStation account.',
  baseUrlPlaceholder: 'https://api.shipstation.com',
  // 200 calls a minute: https://docs.shipstation.com/rate-limits
  limits: {
    rate: { perSecond: 3.3, burst: 20, adaptive: true },
    concurrency: 10,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 3,
  },
  fields: [
    { name: 'apiKey', label: 'API key', secret: true, required: true },
    {
      name: 'webhookSecret',
      label: 'Public keys of the webhooks',
      secret: true,
      placeholder: '{"keys":[…]}',
      description: 'The JSON of the address below; kept up to date by itself where that is filled in.',
    },
    {
      name: 'jwksUrl',
      label: 'Address of the public keys',
      placeholder: 'https://api.shipengine.com/jwks',
      description: 'Asked when a webhook names a key that is not known, once in ten seconds at most.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, '/v2/carriers'),
      headers: shipstationHeaders(connection.settings),
    });
    if (status === 200) return { ok: true, message: 'ShipStation answers and accepts the key.' };
    if (status === 401 || status === 403)
      return { ok: false, message: `ShipStation does not accept the key (${status}).` };
    return { ok: false, message: `ShipStation answers, but not as expected (${status}).` };
  },
};

export function shipstationHeaders({
  apiKey = '',
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { accept: 'application/json', 'api-key': apiKey };
}
