import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';
import { fetchAccessToken, RefusedToken } from './session.ts';

/** An Amazon seller account, by the Selling Partner API: a private app and its refresh token. */
export const spApiConnection: ConnectionType = {
  system: 'amazon-sp-api',
  label: 'Amazon Selling Partner',
  icon: 'store',
  description: 'A seller account on a marketplace, by a private app of the Selling Partner API.',
  baseUrlPlaceholder: 'https://sellingpartnerapi-eu.amazon.com',
  // Each operation has a bucket of its own, which the steps keep to; this only bounds all of them together.
  limits: {
    rate: { perSecond: 10, burst: 30, adaptive: false },
    concurrency: 10,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 5,
  },
  fields: [
    { name: 'clientId', label: 'Client ID', required: true, placeholder: 'amzn1.application-oa2-client.…' },
    { name: 'clientSecret', label: 'Client secret', secret: true, required: true },
    { name: 'refreshToken', label: 'Refresh token', secret: true, required: true, placeholder: 'Atzr|…' },
    { name: 'sellerId', label: 'Seller ID', required: true, description: 'Also called merchant token.' },
    {
      name: 'marketplaceIds',
      label: 'Marketplaces',
      required: true,
      placeholder: 'A1PA6795UKMFR9',
      description: 'Marketplace ids, separated by commas. A1PA6795UKMFR9 is Germany.',
    },
    {
      name: 'tokenUrl',
      label: 'Token address',
      placeholder: 'https://api.amazon.com/auth/o2/token',
      description: 'Empty: that of Login with Amazon. A path lies below the address of the connection.',
    },
  ],
  test: async ({ connection, http, now }) => {
    try {
      const token = await fetchAccessToken({ connection, now, http });
      const { status } = await http({
        method: 'GET',
        url: joinUrl(connection.baseUrl, '/sellers/v1/marketplaceParticipations'),
        headers: { accept: 'application/json', 'x-amz-access-token': token },
      });
      if (status === 200) return { ok: true, message: 'Amazon answers and accepts the app.' };
      return { ok: false, message: `Amazon gives a token, but answers not as expected (${status}).` };
    } catch (error) {
      if (!(error instanceof RefusedToken)) throw error;
      const { status, reason } = error;
      if (status >= 500) return { ok: false, message: `Login with Amazon answers, but not as expected (${status}).` };
      return { ok: false, message: `Login with Amazon does not accept the app: ${reason} (${status}).` };
    }
  },
};
