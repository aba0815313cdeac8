import type { WebhookAbout } from '../../../simulators/kit/deliveries.ts';
import { shopifySignature } from './signature.ts';

/** What Shopify says of a webhook in its headers. */
export interface ShopifyWebhook extends WebhookAbout {
  readonly eventId: string;
  readonly topic: string;
  readonly shopDomain: string;
  /** Absent for what is about no order. */
  readonly orderId?: number;
  /** It goes to the address of the share. */
  readonly apart?: boolean;
  readonly triggeredAt: string;
}

/** Milliseconds Shopify waits for the whole answer. */
export const ANSWER_WITHIN_MS = 5_000;

/**
 * Waits before the retries, in milliseconds: eight within four hours, each twice the one before.
 *
 * @see shopify.dev, "Troubleshoot webhooks": 8 retries over 4 hours with exponential backoff; the single waits are ours
 */
export const RETRY_WAITS_MS: readonly number[] = Array.from({ length: 8 }, (_, at) => (14_400_000 / 255) * 2 ** at);

/** Headers of an attempt: nothing in them depends on when it is made. */
export function webhookHeaders(
  { topic, shopDomain, webhookId, eventId, triggeredAt, orderId }: ShopifyWebhook,
  rawBody: string,
  { secret, apiVersion }: { readonly secret: string; readonly apiVersion: string },
): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': topic,
    'X-Shopify-Hmac-Sha256': shopifySignature(secret, rawBody),
    'X-Shopify-Shop-Domain': shopDomain,
    'X-Shopify-API-Version': apiVersion,
    'X-Shopify-Webhook-Id': webhookId,
    'X-Shopify-Event-Id': eventId,
    'X-Shopify-Triggered-At': triggeredAt,
    ...(orderId !== undefined && { 'X-Shopify-Order-Id': String(orderId) }),
    'X-Shopify-Test': 'false',
  };
}
