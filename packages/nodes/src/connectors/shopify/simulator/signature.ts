import { createHmac } from 'node:crypto';

/**
 * The value of `X-Shopify-Hmac-Sha256`: base64 of HMAC-SHA256 over the body's bytes as they are sent.
 *
 * @param secret the app's client secret
 * @see shopify.dev, "Verify the origin of a webhook"
 */
export function shopifySignature(secret: string, rawBody: string | Uint8Array): string {
  return createHmac('sha256', secret).update(rawBody).digest('base64');
}
