import type { WebhookScheme } from './scheme.ts';

/**
 * `v1,` and base64 HMAC-SHA256 of `<id>.<timestamp>.<body>`. The header may carry several signatures with blanks
 * between them while the sender changes its secret; unknown versions are ignored.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardWebhooks: WebhookScheme = {
  id: 'standard-webhooks',
  label: 'Standard Webhooks',
  description: 'webhook-signature over id, timestamp and body, at most five minutes old.',
  secretField: 'webhookSecret',
  deliveryIdHeader: 'webhook-id',
  // The header is the time of the attempt; the body says when it happened.
  sourceTime: '=input.timestamp',
  secretHeaders: () => ['webhook-signature'],
  plan: () => ({
    kind: 'hmac',
    header: 'webhook-signature',
    algorithm: 'sha256',
    signed: [
      { part: 'header', name: 'webhook-id' },
      { part: 'text', text: '.' },
      { part: 'header', name: 'webhook-timestamp' },
      { part: 'text', text: '.' },
      { part: 'body' },
    ],
    key: { kind: 'base64', prefix: 'whsec_' },
    format: { encoding: 'base64', prefix: 'v1,', separator: ' ' },
    required: ['webhook-id', 'webhook-timestamp'],
    replayWindow: { header: 'webhook-timestamp', toleranceMs: 300_000 },
  }),
};
