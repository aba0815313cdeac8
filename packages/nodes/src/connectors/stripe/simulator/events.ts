import type { Deliveries, WebhookAbout } from '../../../simulators/kit/deliveries.ts';
import { type Kept, keepLast } from '../../../simulators/kit/kept.ts';

/** @see https://docs.stripe.com/api/events/object */
export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: object; readonly previous_attributes?: object };
  readonly livemode: false;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string; readonly idempotency_key: string | null };
  readonly type: string;
}

export interface StripeWebhook extends WebhookAbout {
  readonly type: string;
}

/**
 * Waits before the retries, in milliseconds: sixteen within three days, each longer than the one before.
 *
 * @see https://docs.stripe.com/webhooks, "Retry behavior": up to three days with an exponential back off; the waits are ours
 */
export const RETRY_WAITS_MS: readonly number[] = Array.from(
  { length: 16 },
  (_, at) => (3 * 86_400_000 * 1.5 ** at) / ((1.5 ** 16 - 1) / 0.5),
);

/** Milliseconds Stripe waits for an answer. */
export const ANSWER_WITHIN_MS = 10_000;

export interface Events {
  readonly all: Kept<string, StripeEvent>;
  /** Keeps an event and sends it off; the caller does not wait for the receiver. */
  emit(type: string, object: object, request: StripeEvent['request'], previous?: object): void;
}

export function createEvents(settings: {
  readonly apiVersion: string;
  readonly keep: number;
  /** Unix seconds. */
  readonly now: () => number;
  readonly nextId: () => string;
  readonly deliveries: Deliveries<StripeWebhook>;
}): Events {
  const all = keepLast<string, StripeEvent>(settings.keep);
  return {
    all,
    emit: (type, object, request, previous) => {
      const event: StripeEvent = {
        id: settings.nextId(),
        object: 'event',
        api_version: settings.apiVersion,
        created: settings.now(),
        data: { object, ...(previous && { previous_attributes: previous }) },
        livemode: false,
        pending_webhooks: 1,
        request,
        type,
      };
      all.set(event.id, event);
      void settings.deliveries.deliver({ webhookId: event.id, type }, JSON.stringify(event));
    },
  };
}
