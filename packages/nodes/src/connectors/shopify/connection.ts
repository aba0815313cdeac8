import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';
import { throttledMs } from './failures.ts';

/** Version of the Admin API this connector is written for. Shopify keeps a version for a year. */
export const SHOPIFY_API_VERSION = '2026-07';

/** A Shopify shop: Admin API token for calls, client secret for its webhooks. */
export const shopifyConnection: ConnectionType = {
  system: 'shopify',
  label: 'Shopify',
  icon: 'shopping-bag',
  description: 'A Shopify shop, by the access token of a custom app.',
  baseUrlPlaceholder: 'https://my-shop.myshopify.com',
  // REST: a leaky bucket of 40 that leaks 2 a second; GraphQL: 100 points a second, ten for a change. The stricter one holds
  // until a plan with more is set here. https://shopify.dev/docs/api/usage/rate-limits
  limits: {
    rate: { perSecond: 2, burst: 40, adaptive: true },
    concurrency: 10,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 2,
  },
  throttled: throttledMs,
  fields: [
    { name: 'accessToken', label: 'Admin API access token', secret: true, placeholder: 'shpat_…' },
    {
      name: 'webhookSecret',
      label: 'Client secret',
      secret: true,
      required: true,
      description: 'Signs the webhooks of the app. While you rotate it, put both secrets on two lines.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, `/admin/api/${SHOPIFY_API_VERSION}/orders.json?limit=1`),
      headers: { 'x-shopify-access-token': connection.settings.accessToken ?? '' },
    });
    if (status === 200) return { ok: true, message: 'The shop answers and accepts the access token.' };
    if (status === 401 || status === 403) {
      return { ok: false, message: `The shop does not accept the access token (${status}).` };
    }
    return { ok: false, message: `The shop answers, but not as expected (${status}).` };
  },
};
