import type { WebhookScheme } from './scheme.ts';

/**
 * Base64 HMAC-SHA256 of the raw body under the shared secret of the webhook. No time is signed: deliveries are told apart by their id alone.
 *
 * @see https://developer.shiphero.com/webhooks
 */
export const shiphero: WebhookScheme = {
  id: 'shiphero',
  label: 'ShipHero',
  description: 'x-shiphero-hmac-sha256 over the body, with the shared signature secret of the webhook.',
  secretField: 'webhookSecret',
  deliveryIdHeader: 'x-shiphero-message-id',
  secretHeaders: () => ['x-shiphero-hmac-sha256'],
  plan: () => ({
    kind: 'hmac',
    header: 'x-shiphero-hmac-sha256',
    algorithm: 'sha256',
    signed: [{ part: 'body' }],
    key: { kind: 'utf8' },
    format: { encoding: 'base64', prefix: '' },
    required: [],
  }),
};
