import type { WebhookScheme } from './scheme.ts';

/**
 * Base64 HMAC-SHA256 of the raw body under the app's client secret. Shopify sends the same delivery id with every
 * retry, and signs no timestamp: old deliveries are told apart by their id alone.
 *
 * @see https://shopify.dev/docs/apps/build/webhooks/subscribe/https#step-2-validate-the-origin-of-your-webhook-to-ensure-its-coming-from-shopify
 */
export const shopify: WebhookScheme = {
  id: 'shopify',
  label: 'Shopify',
  description: 'X-Shopify-Hmac-Sha256 over the body, with the client secret of the app.',
  secretField: 'webhookSecret',
  deliveryIdHeader: 'x-shopify-webhook-id',
  sourceTime: 'x-shopify-triggered-at',
  secretHeaders: () => ['x-shopify-hmac-sha256'],
  plan: () => ({
    kind: 'hmac',
    header: 'x-shopify-hmac-sha256',
    algorithm: 'sha256',
    signed: [{ part: 'body' }],
    key: { kind: 'utf8' },
    format: { encoding: 'base64', prefix: '' },
    required: [],
  }),
};
