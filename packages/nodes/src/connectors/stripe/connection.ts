import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';

/** Version of the API this connector is written for; sent with every call, so that an account's own does not matter. */
export const STRIPE_VERSION = '2026-08-26.dahlia';

/** A Stripe account, by a secret or restricted key. */
export const stripeConnection: ConnectionType = {
  system: 'stripe',
  label: 'Stripe',
  icon: 'credit-card',
  description: 'Payments of a Stripe account, by a secret or a restricted key.',
  baseUrlPlaceholder: 'https://api.stripe.com',
  // 100 calls a second in live mode, 25 in test mode: https://docs.stripe.com/rate-limits
  limits: {
    rate: { perSecond: 25, burst: 50, adaptive: true },
    concurrency: 20,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 20,
  },
  fields: [
    {
      name: 'secretKey',
      label: 'Secret key',
      secret: true,
      required: true,
      placeholder: 'rk_live_…',
      description: 'A restricted key that may write Payment Intents and Refunds is enough.',
    },
    {
      name: 'webhookSecret',
      label: 'Signing secret of the webhook',
      secret: true,
      placeholder: 'whsec_…',
      description: 'While you roll it, put both secrets on two lines.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, '/v1/payment_intents?limit=1'),
      headers: stripeHeaders(connection.settings),
    });
    if (status === 200) return { ok: true, message: 'Stripe answers and accepts the key.' };
    if (status === 401 || status === 403) return { ok: false, message: `Stripe does not accept the key (${status}).` };
    return { ok: false, message: `Stripe answers, but not as expected (${status}).` };
  },
};

export function stripeHeaders({ secretKey = '' }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { accept: 'application/json', authorization: `Bearer ${secretKey}`, 'stripe-version': STRIPE_VERSION };
}
