import { createHmac } from 'node:crypto';
import type { WebhookAbout } from '../../../simulators/kit/deliveries.ts';

export interface WmsWebhook extends WebhookAbout {
  readonly type: string;
  readonly orderRef: string;
}

/** Waits before the retries, in milliseconds: five, doubling. */
export const RETRY_WAITS_MS = Array.from({ length: 5 }, (_, at) => 30_000 * 2 ** at);

/**
 * Headers of one attempt.
 *
 * @param secret `whsec_` and the key in base64
 * @see standardwebhooks.com, "Signature scheme"
 */
export function standardHeaders(
  id: string,
  rawBody: string,
  { secret, now }: { readonly secret: string; readonly now: number },
): Readonly<Record<string, string>> {
  const at = String(Math.floor(now / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${rawBody}`).digest('base64');
  return {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': at,
    'webhook-signature': `v1,${signature}`,
  };
}
