import type { WebhookScheme } from './scheme.ts';

/**
 * `Stripe-Signature: t=<Unix seconds>,v1=<hex>`, hex HMAC-SHA256 of `<t>.<body>` under the endpoint's secret, at most five
 * minutes old. While a secret is rolled there is a `v1` for each of the two; `v0` is for tests of Stripe's own and ignored.
 * An event keeps its id in every delivery: it stands in the body alone.
 *
 * @see https://docs.stripe.com/webhooks/signature, "Verify manually"
 */
export const stripe: WebhookScheme = {
  id: 'stripe',
  label: 'Stripe',
  description: 'Stripe-Signature over time and body, at most five minutes old.',
  secretField: 'webhookSecret',
  deliveryId: '=input.id',
  sourceTime: '=input.created',
  secretHeaders: () => ['stripe-signature'],
  plan: () => ({
    kind: 'hmac',
    header: 'stripe-signature',
    algorithm: 'sha256',
    signed: [{ part: 'field', name: 't' }, { part: 'text', text: '.' }, { part: 'body' }],
    key: { kind: 'utf8' },
    format: { encoding: 'hex', prefix: 'v1=', separator: ',' },
    required: [],
    replayWindow: { header: 'stripe-signature', field: 't', toleranceMs: 300_000 },
  }),
};
