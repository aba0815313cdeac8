import type { WebhookScheme } from './scheme.ts';
import { shopify } from './shopify.ts';

/**
 * Events of Shopify (preview): signed as its webhooks are, under names without `X-`.
 *
 * @see https://shopify.dev/docs/apps/build/events
 */
export const shopifyEvents: WebhookScheme = {
  ...shopify,
  id: 'shopify-events',
  label: 'Shopify Events',
  description: 'shopify-hmac-sha256 over the body, with the client secret of the app.',
  deliveryIdHeader: 'shopify-webhook-id',
  sourceTime: 'shopify-triggered-at',
  secretHeaders: () => ['shopify-hmac-sha256'],
  plan: (options) => ({ ...shopify.plan(options), header: 'shopify-hmac-sha256' }) as ReturnType<typeof shopify.plan>,
};
