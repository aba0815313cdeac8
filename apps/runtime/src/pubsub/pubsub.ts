import type { UnpackedEvent } from '@lockstep/nodes/salesforce-events';

/** Whose changes are read, and by whom. */
export interface PubSubTarget {
  /** Of the connection. */
  readonly id: string;
  /** `grpcs://host:port`. */
  readonly address: string;
  readonly token: string;
  readonly instanceUrl: string;
  readonly orgId: string;
}

export interface Subscription {
  readonly topic: string;
  /** A replay id: what comes after it. */
  readonly start: 'earliest' | 'latest' | Uint8Array;
  /** Events asked for at a time. */
  readonly window: number;
}

/** An event of the bus; one that cannot be unpacked says why. */
export interface BusEvent {
  readonly replayId: Uint8Array;
  readonly unpacked: UnpackedEvent | { readonly problem: string };
}

export interface Batch {
  readonly events: readonly BusEvent[];
  /** Place behind all of them; also of a batch without any. */
  readonly latest: Uint8Array;
}

/** The one way to the Pub/Sub API of Salesforce. */
export interface PubSub {
  /**
   * Gives batch after batch to `take`; the next one is asked for when it has resolved. Resolves when `signal` aborts.
   *
   * @throws PlaceGoneError when the bus does not know the replay id; StepError when the stream breaks or is refused; whatever `take` throws
   */
  subscribe(
    target: PubSubTarget,
    subscription: Subscription,
    take: (batch: Batch) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Salesforce says something within 270 s, be it that there is nothing. */
const SILENCE_MS = 330_000;

export function createPubSub({
  addressOf,
  silenceMs = SILENCE_MS,
}: {
  /** The address a name stands for, where the egress policy allows it; rejects elsewhere. */
  readonly addressOf: (host: string) => Promise<string>;
  /** A stream that says nothing for this long is over. */
  readonly silenceMs?: number;
}): PubSub {
  return {
    // Loaded when it is first needed: most installations read no changes.
    subscribe: async (...asked) => (await import('./subscribe.ts')).subscribe({ addressOf, silenceMs }, ...asked),
  };
}
