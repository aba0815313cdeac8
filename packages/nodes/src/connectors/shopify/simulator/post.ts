import { shopifySignature } from './signature.ts';

/** A webhook ready to be sent, the same bytes at every try. */
export interface Parcel {
  readonly url: string;
  readonly rawBody: string;
  readonly secret: string;
  readonly apiVersion: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly topic: string;
  readonly shopDomain: string;
  readonly orderId: number;
  readonly triggeredAt: string;
}

/** What came back: a status, or why there is none. */
export interface Answer {
  readonly httpStatus?: number;
  /** The first 2,000 characters of the receiver's answer. */
  readonly answer?: string;
  readonly error?: string;
  readonly durationMs: number;
}

/** Milliseconds Shopify waits for the whole answer. */
const TIMEOUT_MS = 5_000;

/** Posts one webhook. Never throws; a redirect is an answer, not an order to follow. */
export async function postParcel(parcel: Parcel, closing: AbortSignal): Promise<Answer> {
  const from = performance.now();
  const took = (): number => Math.round(performance.now() - from);
  try {
    const response = await fetch(parcel.url, {
      method: 'POST',
      headers: headersOf(parcel),
      body: parcel.rawBody,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), closing]),
    });
    const answer = (await response.text()).slice(0, 2_000);
    return { httpStatus: response.status, answer, durationMs: took() };
  } catch (error) {
    return { error: reason(error), durationMs: took() };
  }
}

function headersOf(parcel: Parcel): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': parcel.topic,
    'X-Shopify-Hmac-Sha256': shopifySignature(parcel.secret, parcel.rawBody),
    'X-Shopify-Shop-Domain': parcel.shopDomain,
    'X-Shopify-API-Version': parcel.apiVersion,
    'X-Shopify-Webhook-Id': parcel.webhookId,
    'X-Shopify-Event-Id': parcel.eventId,
    'X-Shopify-Triggered-At': parcel.triggeredAt,
    'X-Shopify-Order-Id': String(parcel.orderId),
    'X-Shopify-Test': 'false',
  };
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
