import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { basicAuth } from '../kit/auth.ts';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';

/** An EasyPost account: many carriers behind one API. */
export const easypostConnection: ConnectionType = {
  system: 'easypost',
  label: 'EasyPost',
  icon: 'truck',
  description: 'Labels and tracking of many carriers, by an EasyPost API key.',
  baseUrlPlaceholder: 'https://api.easypost.com',
  // 5 calls a second on the production key: https://docs.easypost.com/guides/rate-limiting-guide
  limits: {
    rate: { perSecond: 5, burst: 10, adaptive: true },
    concurrency: 10,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 5,
  },
  fields: [
    { name: 'apiKey', label: 'API key', secret: true, required: true, placeholder: 'EZAK…' },
    { name: 'webhookSecret', label: 'Secret of the webhook', secret: true },
  ],
  test: async ({ connection, http }) => {
    const { status } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, '/v2/trackers?page_size=1'),
      headers: easypostHeaders(connection.settings),
    });
    if (status === 200) return { ok: true, message: 'EasyPost answers and accepts the key.' };
    if (status === 401 || status === 403)
      return { ok: false, message: `EasyPost does not accept the key (${status}).` };
    return { ok: false, message: `EasyPost answers, but not as expected (${status}).` };
  },
};

/** The key is the user of Basic, without a password. @see https://docs.easypost.com/docs/authentication */
export function easypostHeaders({ apiKey = '' }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { accept: 'application/json', authorization: basicAuth(apiKey, '') };
}
