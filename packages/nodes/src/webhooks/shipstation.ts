import type { WebhookScheme } from './scheme.ts';

/**
 * RSA-SHA256 over `<time>.<body>`, under the key of the account's JWKS that the message names. The public keys stand in the
 * connection, as JSON; they are fetched anew only when a message names one that is not among them.
 *
 * @see https://docs.shipstation.com/apis/docs/guides/webhooks-validation
 */
export const shipstation: WebhookScheme = {
  id: 'shipstation',
  label: 'ShipStation',
  description: 'RSA signature over time and body, at most five minutes old, by the public keys of the connection.',
  secretField: 'webhookSecret',
  sourceTime: '=input.data?.events?.map((event) => event.occurred_at).sort().at(-1)',
  secretHeaders: () => ['x-shipengine-rsa-sha256-signature'],
  plan: () => ({
    kind: 'rsa',
    header: 'x-shipengine-rsa-sha256-signature',
    keyId: 'x-shipengine-rsa-sha256-key-id',
    signed: [{ part: 'header', name: 'x-shipengine-timestamp' }, { part: 'text', text: '.' }, { part: 'body' }],
    required: ['x-shipengine-rsa-sha256-key-id', 'x-shipengine-timestamp'],
    replayWindow: { header: 'x-shipengine-timestamp', iso: true, toleranceMs: 300_000 },
  }),
};
