import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { basicAuth } from '../kit/auth.ts';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';

/** An Avalara account, by account number and licence key. */
export const avataxConnection: ConnectionType = {
  system: 'avatax',
  label: 'AvaTax',
  icon: 'percent',
  description: 'Sales tax and VAT by Avalara AvaTax, with account number and licence key.',
  baseUrlPlaceholder: 'https://rest.avatax.com',
  limits: {
    rate: { perSecond: 50, burst: 100, adaptive: true },
    concurrency: 20,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 20,
  },
  fields: [
    { name: 'accountId', label: 'Account number', required: true },
    { name: 'licenseKey', label: 'Licence key', secret: true, required: true },
  ],
  test: async ({ connection, http }) => {
    const { status } = await http({
      method: 'GET',
      // Not the ping: that one answers 200 to anybody.
      url: joinUrl(connection.baseUrl, '/api/v2/companies?$top=1'),
      headers: avataxHeaders(connection.settings),
    });
    if (status === 200) return { ok: true, message: 'AvaTax answers and accepts the licence key.' };
    if (status === 401 || status === 403) {
      return { ok: false, message: `AvaTax does not accept the account or the licence key (${status}).` };
    }
    return { ok: false, message: `AvaTax answers, but not as expected (${status}).` };
  },
};

/** @see https://developer.avalara.com/avatax/authentication-in-rest, and "Client headers" for X-Avalara-Client */
export function avataxHeaders(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    accept: 'application/json',
    authorization: basicAuth(settings.accountId ?? '', settings.licenseKey ?? ''),
    'x-avalara-client': 'Lockstep; 0.1; REST v2; 1',
  };
}
