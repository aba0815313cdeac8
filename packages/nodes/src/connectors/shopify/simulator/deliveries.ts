import type { CommonFaults, FaultPanel } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';
import { type Answer, type Parcel, postParcel } from './post.ts';

/** One try to hand a webhook over. */
interface Attempt extends Answer {
  /** ISO time. */
  readonly at: string;
  /** A second copy sent beside the first, by the `duplicate` fault. */
  readonly duplicate?: true;
}

export interface Delivery {
  /** The same for every attempt and duplicate. */
  readonly webhookId: string;
  readonly eventId: string;
  readonly topic: string;
  readonly shopDomain: string;
  readonly orderId: number;
  readonly triggeredAt: string;
  /** `skipped` where no address was subscribed when the event happened. */
  readonly status: 'pending' | 'delivered' | 'failed' | 'skipped';
  readonly attempts: readonly Attempt[];
}

interface WebhookEvent {
  readonly topic: string;
  readonly shopDomain: string;
  readonly orderId: number;
  readonly rawBody: string;
}

export interface Deliveries {
  /** Settles with the delivery as it stands after its first attempt; retries go on behind. */
  deliver(event: WebhookEvent): Promise<Delivery>;
  /** Oldest first. */
  all(): readonly Delivery[];
  /** Gives up what is on its way and what waits for a retry. */
  close(): void;
}

export interface DeliverySettings {
  readonly secret: string;
  readonly apiVersion: string;
  readonly clock: Clock;
  /** For webhook ids. */
  readonly ids: Random;
  readonly faults: FaultPanel<CommonFaults>;
  /** For the draws of `duplicate` and `reorder`. */
  readonly faultDraws: Random;
  /** What Shopify's waits are multiplied with; 1 is real time. */
  readonly timeScale: number;
  readonly keep: number;
  target(): string | undefined;
  /** Told when an event was given up after its last retry. */
  onGivenUp(): void;
}

/**
 * Waits before the retries, in milliseconds: eight within four hours, each twice the one before.
 *
 * @see shopify.dev, "Troubleshoot webhooks": 8 retries over 4 hours with exponential backoff; the single waits are ours
 */
export const RETRY_WAITS_MS: readonly number[] = Array.from({ length: 8 }, (_, at) => (14_400_000 / 255) * 2 ** at);

/** Longest a reordered delivery waits to be overtaken. */
const OVERTAKE_MS = 2_000;

/** Most deliveries on the wire at once; more wait their turn. */
const AT_ONCE = 64;

/** Sends webhooks as Shopify does: signed, at least once, unordered when told, retried on anything but 2xx. */
export function createDeliveries(settings: DeliverySettings): Deliveries {
  const { faults, faultDraws, clock } = settings;
  const closing = new AbortController();
  const kept = keepLast<string, Delivery>(settings.keep);
  const timers = new Set<NodeJS.Timeout>();
  const turns = createTurns(AT_ONCE);
  let held: (() => Promise<void>) | undefined;

  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timer.unref();
    timers.add(timer);
  };

  const attempt = async (parcel: Parcel, duplicate: boolean): Promise<boolean> => {
    const at = new Date(clock()).toISOString();
    const answer = await turns(() => postParcel(parcel, closing.signal));
    const delivery = kept.get(parcel.webhookId);
    const delivered = answer.httpStatus !== undefined && answer.httpStatus >= 200 && answer.httpStatus < 300;
    if (delivery) {
      const attempts = [...delivery.attempts, { at, ...(duplicate ? { duplicate } : {}), ...answer }];
      const status = delivered ? 'delivered' : delivery.status;
      kept.set(parcel.webhookId, { ...delivery, attempts, status });
    }
    return delivered;
  };

  const tryAgain = (parcel: Parcel, retry: number): void => {
    const wait = RETRY_WAITS_MS[retry];
    if (closing.signal.aborted) return;
    if (wait === undefined) {
      const delivery = kept.get(parcel.webhookId);
      if (delivery) kept.set(parcel.webhookId, { ...delivery, status: 'failed' });
      settings.onGivenUp();
      return;
    }
    later(wait * settings.timeScale, async () => {
      if (!(await attempt(parcel, false))) tryAgain(parcel, retry + 1);
    });
  };

  const send = async (parcel: Parcel): Promise<void> => {
    const { duplicate = 0 } = faults.current();
    const copy = faultDraws.chance(duplicate) ? attempt(parcel, true) : undefined;
    const [delivered] = await Promise.all([attempt(parcel, false), copy]);
    if (!delivered) tryAgain(parcel, 0);
  };

  /** Holds a delivery until the next one is through, or sends it and then the one held. */
  const dispatch = (parcel: Parcel): Promise<void> => {
    const { reorder = 0 } = faults.current();
    if (held === undefined && faultDraws.chance(reorder)) {
      return new Promise((resolve) => {
        const release = async (): Promise<void> => {
          if (held !== release) return;
          held = undefined;
          await send(parcel);
          resolve();
        };
        held = release;
        later(OVERTAKE_MS, release);
      });
    }
    const overtaken = held;
    const sent = send(parcel);
    return overtaken ? sent.then(() => void overtaken()) : sent;
  };

  return {
    deliver: async ({ topic, shopDomain, orderId, rawBody }) => {
      const url = settings.target();
      const now = clock();
      const [webhookId, eventId] = [settings.ids.uuid(), settings.ids.uuid()];
      const triggeredAt = new Date(now).toISOString().replace('Z', `${settings.ids.int(100_000, 999_999)}Z`);
      const event = { webhookId, eventId, topic, shopDomain, orderId, triggeredAt };
      const delivery: Delivery = { ...event, status: url === undefined ? 'skipped' : 'pending', attempts: [] };
      kept.set(webhookId, delivery);
      if (url === undefined) return delivery;
      const { secret, apiVersion } = settings;
      await dispatch({ ...event, rawBody, url, secret, apiVersion });
      return kept.get(webhookId) ?? delivery;
    },
    all: () => kept.values(),
    close: () => {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Runs at most `limit` tasks at once, the others in the order they came. */
function createTurns(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running < limit) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // A turn goes straight to who waits for it, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
