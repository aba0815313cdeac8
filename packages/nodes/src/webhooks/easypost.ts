import type { WebhookScheme } from './scheme.ts';

/**
 * `X-Hmac-Signature: hmac-sha256-hex=<hex>`, HMAC-SHA256 of the raw body under the secret in Unicode's compatibility form.
 * No time is signed: an old delivery is told apart by the id of its event, which stands in the body.
 *
 * @see https://docs.easypost.com/guides/webhooks-guide, "Webhook HMAC Authentication"; EasyPost/easypost-node,
 *   src/utils/util.js (NFKD)
 */
export const easypost: WebhookScheme = {
  id: 'easypost',
  label: 'EasyPost',
  description: 'X-Hmac-Signature over the body, with the secret of the webhook.',
  secretField: 'webhookSecret',
  deliveryId: '=input.id',
  sourceTime: '=input.created_at',
  secretHeaders: () => ['x-hmac-signature'],
  plan: () => ({
    kind: 'hmac',
    header: 'x-hmac-signature',
    algorithm: 'sha256',
    signed: [{ part: 'body' }],
    key: { kind: 'nfkd' },
    format: { encoding: 'hex', prefix: 'hmac-sha256-hex=' },
    required: [],
  }),
};
