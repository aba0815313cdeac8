import { createHmac } from 'node:crypto';

/**
 * The value of `Stripe-Signature`: the time, and a `v1` under each secret; two while one is rolled.
 *
 * @param at Unix seconds
 * @see https://docs.stripe.com/webhooks/signature
 */
export function stripeSignature(secrets: readonly string[], at: number, rawBody: string | Uint8Array): string {
  const signed = secrets.map((secret) => createHmac('sha256', secret).update(`${at}.`).update(rawBody).digest('hex'));
  return [`t=${at}`, ...signed.map((v1) => `v1=${v1}`)].join(',');
}
