import { type Clock, createTimers } from './clock.ts';
import type { CommonFaults, FaultPanel } from './faults.ts';
import { keepLast } from './kept.ts';
import { type Answer, postParcel } from './post.ts';
import type { Random } from './random.ts';

/** One try to hand a webhook over. */
interface Attempt extends Answer {
  /** ISO time. */
  readonly at: string;
  /** From the try to the answer, by the system's clock. */
  readonly durationMs: number;
  /** A copy beside the first or after it, by the faults `duplicate` and `resendOld`. */
  readonly duplicate?: true;
}

/** What a system says of a webhook beside its body. */
export interface WebhookAbout {
  /** The same for every attempt and duplicate. */
  readonly webhookId: string;
}

/** A webhook, what is said of it, and how its delivery goes. */
export type Delivery<About extends WebhookAbout = WebhookAbout> = About & {
  /** `skipped` where no address was subscribed when the event happened. */
  readonly status: 'pending' | 'delivered' | 'failed' | 'skipped';
  readonly attempts: readonly Attempt[];
};

/** What shall happen to one webhook, whatever the faults say. */
export interface Manner {
  /** It is sent twice at once. */
  readonly twice?: boolean | undefined;
  /** The next one overtakes it, within 2 s. */
  readonly overtaken?: boolean | undefined;
  /** It comes again so many milliseconds later, though it was answered: the same id, the same bytes. */
  readonly againAfterMs?: number | undefined;
}

export interface Deliveries<About extends WebhookAbout> {
  /** Settles with the delivery as it stands after its first attempt; retries go on behind, with the same bytes. */
  deliver(about: About, rawBody: string, manner?: Manner): Promise<Delivery<About>>;
  /** Oldest first. */
  all(): readonly Delivery<About>[];
  /** Gives up what is on its way and what waits for a retry. */
  close(): void;
}

export interface DeliverySettings<About extends WebhookAbout> {
  readonly clock: Clock;
  readonly faults: FaultPanel<CommonFaults>;
  /** For the draws of `duplicate`, `reorder` and `resendOld`. */
  readonly faultDraws: Random;
  /** Waits before the retries, in milliseconds; after the last one the event is given up. */
  readonly retryWaitsMs: readonly number[];
  /** What these waits are multiplied with; 1 is real time. */
  readonly timeScale: number;
  /** Milliseconds the system waits for an answer. */
  readonly timeoutMs: number;
  readonly keep: number;
  /** Headers of one attempt, signature included: signed anew each time where the system signs the time. */
  headers(about: About, rawBody: string): Readonly<Record<string, string>>;
  /** Where this one goes; nowhere while nobody is subscribed. */
  target(about: About): string | undefined;
  /** Told when an event was given up after its last retry. */
  onGivenUp?(about: About): void;
}

/** Longest a reordered delivery waits to be overtaken. */
const OVERTAKE_MS = 2_000;

/** Most deliveries on the wire at once; more wait their turn. */
const AT_ONCE = 64;

/** Sends webhooks as systems do: signed, at least once, unordered when told, retried on anything but 2xx. */
export function createDeliveries<About extends WebhookAbout>(settings: DeliverySettings<About>): Deliveries<About> {
  const { faults, faultDraws, clock } = settings;
  const closing = new AbortController();
  const kept = keepLast<string, Delivery<About>>(settings.keep);
  const timers = createTimers(clock);
  const turns = createTurns(AT_ONCE);
  let held: (() => Promise<void>) | undefined;
  let last: Sent<About> | undefined;

  const attempt = async ({ about, rawBody, url }: Sent<About>, duplicate: boolean): Promise<boolean> => {
    const began = clock();
    const at = new Date(began).toISOString();
    const sending = turns(() => {
      const headers = settings.headers(about, rawBody);
      return postParcel({ url, rawBody, headers, timeoutMs: settings.timeoutMs }, closing.signal);
    });
    clock.underWay?.(sending);
    const answer = { ...(await sending), durationMs: Math.max(0, Math.round(clock() - began)) };
    const delivery = kept.get(about.webhookId);
    const delivered = answer.httpStatus !== undefined && answer.httpStatus >= 200 && answer.httpStatus < 300;
    if (delivery) {
      const attempts = [...delivery.attempts, { at, ...(duplicate ? { duplicate } : {}), ...answer }];
      const status = delivered ? 'delivered' : delivery.status;
      kept.set(about.webhookId, { ...delivery, attempts, status });
    }
    return delivered;
  };

  const tryAgain = (sent: Sent<About>, retry: number): void => {
    const wait = settings.retryWaitsMs[retry];
    if (closing.signal.aborted) return;
    if (wait === undefined) {
      const delivery = kept.get(sent.about.webhookId);
      if (delivery) kept.set(sent.about.webhookId, { ...delivery, status: 'failed' });
      settings.onGivenUp?.(sent.about);
      return;
    }
    timers.later(wait * settings.timeScale, async () => {
      if (!(await attempt(sent, false))) tryAgain(sent, retry + 1);
    });
  };

  const send = async (sent: Sent<About>): Promise<void> => {
    const { duplicate = 0 } = faults.current();
    const { twice = false, againAfterMs } = sent.manner;
    const copy = faultDraws.chance(duplicate) || twice ? attempt(sent, true) : undefined;
    if (againAfterMs !== undefined) timers.later(againAfterMs, () => attempt(sent, true).then(() => undefined));
    const before = last;
    last = sent;
    const [delivered] = await Promise.all([attempt(sent, false), copy]);
    if (!delivered) tryAgain(sent, 0);
    if (before && faultDraws.chance(faults.current().resendOld ?? 0)) await attempt(before, true);
  };

  /** Holds a delivery until the next one is through, or sends it and then the one held. */
  const dispatch = (sent: Sent<About>): Promise<void> => {
    const { reorder = 0 } = faults.current();
    if (held === undefined && (faultDraws.chance(reorder) || sent.manner.overtaken === true)) {
      return new Promise((resolve) => {
        const release = async (): Promise<void> => {
          if (held !== release) return;
          held = undefined;
          await send(sent);
          resolve();
        };
        held = release;
        timers.later(OVERTAKE_MS, release);
      });
    }
    const overtaken = held;
    const sending = send(sent);
    return overtaken ? sending.then(() => void overtaken()) : sending;
  };

  return {
    deliver: async (about, rawBody, manner = {}) => {
      const url = settings.target(about);
      const delivery: Delivery<About> = { ...about, status: url === undefined ? 'skipped' : 'pending', attempts: [] };
      kept.set(about.webhookId, delivery);
      if (url === undefined) return delivery;
      await dispatch({ about, rawBody, url, manner });
      return kept.get(about.webhookId) ?? delivery;
    },
    all: () => kept.values(),
    close: () => {
      closing.abort();
      timers.close();
    },
  };
}

/** A webhook with the address that was subscribed when it happened. */
interface Sent<About> {
  readonly about: About;
  readonly rawBody: string;
  readonly url: string;
  readonly manner: Manner;
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
