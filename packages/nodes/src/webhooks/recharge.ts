import type { WebhookScheme } from './scheme.ts';

/**
 * `X-Recharge-Webhook-Signature: t=<Unix seconds>,v1=<hex>`, hex HMAC-SHA256 of `<t>.<body>` under the API client secret, at most 48 hours
 * old. Recharge gives deliveries no id: what they are about stands in the body. Its older header (`X-Recharge-Hmac-Sha256`, a plain hash of
 * secret and body, without a time) is not taken.
 *
 * @see https://docs.getrecharge.com/docs/webhooks-overview#validating-webhooks
 */
export const recharge: WebhookScheme = {
  id: 'recharge',
  label: 'Recharge',
  description: 'X-Recharge-Webhook-Signature over time and body, at most 48 hours old.',
  secretField: 'webhookSecret',
  secretHeaders: () => ['x-recharge-webhook-signature'],
  plan: () => ({
    kind: 'hmac',
    header: 'x-recharge-webhook-signature',
    algorithm: 'sha256',
    signed: [{ part: 'field', name: 't' }, { part: 'text', text: '.' }, { part: 'body' }],
    key: { kind: 'utf8' },
    format: { encoding: 'hex', prefix: 'v1=', separator: ',' },
    required: [],
    replayWindow: { header: 'x-recharge-webhook-signature', field: 't', toleranceMs: 172_800_000 },
  }),
};
