import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';

/** Version of the API this connector is written for; sent with every call. */
export const RECHARGE_VERSION = '2021-11';

/** A store at Recharge, by an API token. */
export const subscriptionsConnection: ConnectionType = {
  system: 'recharge',
  label: 'Recharge',
  icon: 'repeat-2',
  description: 'Subscriptions and their charges at Recharge, by an API token.',
  baseUrlPlaceholder: 'https://api.rechargeapps.com',
  // A leaky bucket of 40 calls, of which two leak out a second.
  limits: {
    rate: { perSecond: 2, burst: 40, adaptive: true },
    concurrency: 5,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 1,
  },
  fields: [
    {
      name: 'accessToken',
      label: 'API token',
      secret: true,
      required: true,
      placeholder: 'sk_1x1_…',
      description: 'With read and write of orders.',
    },
    {
      name: 'webhookSecret',
      label: 'API client secret',
      secret: true,
      description: 'What webhooks are signed with; not the token. While it is changed, put both on two lines.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, '/charges?limit=1'),
      headers: rechargeHeaders(connection.settings),
    });
    if (status === 200) return { ok: true, message: 'Recharge answers and accepts the token.' };
    if (status === 401 || status === 403)
      return { ok: false, message: `Recharge does not accept the token (${status}).` };
    return { ok: false, message: `Recharge answers, but not as expected (${status}).` };
  },
};

/** @see https://developer.rechargepayments.com/2021-11/authentication and /versioning */
export function rechargeHeaders({
  accessToken = '',
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    accept: 'application/json',
    'x-recharge-access-token': accessToken,
    'x-recharge-version': RECHARGE_VERSION,
  };
}
