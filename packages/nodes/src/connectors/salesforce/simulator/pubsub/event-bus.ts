import type { Clock } from '../../../../simulators/kit/clock.ts';
import type { JsonObject } from '../../../../simulators/kit/exchange.ts';

/** An event of a topic, packed when somebody reads it. */
export interface BusEntry {
  readonly replayId: bigint;
  readonly schemaId: string;
  readonly value: JsonObject;
  readonly at: number;
}

export interface EventBus {
  publish(topic: string, event: Pick<BusEntry, 'schemaId' | 'value'>): void;
  /** Events of a topic behind a place, oldest first. */
  after(topic: string, replayId: bigint, atMost: number): readonly BusEntry[];
  /** Place of the newest event of all topics; and that before the oldest one kept. */
  readonly newest: bigint;
  readonly forgotten: bigint;
  /** Lets every event go that is kept: whoever was behind has lost them. */
  forget(): void;
  /** Told whenever something was published. @returns ends it */
  onPublish(listener: () => void): () => void;
  /** Events kept, by topic. */
  counts(): Readonly<Record<string, number>>;
}

/** Salesforce keeps change events for three days. */
const KEPT_MS = 72 * 3_600_000;
const KEPT_EVENTS = 50_000;

/** Events by topic, in one order. Numbers follow the clock, so that no session meets those of another. */
export function createEventBus(clock: Clock): EventBus {
  const topics = new Map<string, BusEntry[]>();
  const listeners = new Set<() => void>();
  let newest = BigInt(Math.floor(clock())) * 1_000n;
  let forgotten = newest;

  const expire = (): void => {
    const oldest = clock() - KEPT_MS;
    for (const entries of topics.values()) {
      while (entries[0] && (entries[0].at < oldest || entries.length > KEPT_EVENTS)) {
        const [gone] = entries.splice(0, 1);
        if (gone && gone.replayId > forgotten) forgotten = gone.replayId;
      }
    }
  };
  return {
    publish: (topic, event) => {
      newest += 1n;
      const entries = topics.get(topic) ?? [];
      topics.set(topic, entries);
      entries.push({ ...event, replayId: newest, at: clock() });
      for (const listener of listeners) listener();
    },
    after: (topic, replayId, atMost) => {
      expire();
      const entries = topics.get(topic) ?? [];
      const first = entries.findIndex((entry) => entry.replayId > replayId);
      return first < 0 ? [] : entries.slice(first, first + atMost);
    },
    get newest() {
      return newest;
    },
    get forgotten() {
      expire();
      return forgotten;
    },
    forget: () => {
      for (const entries of topics.values()) entries.length = 0;
      // Also whoever is at the end has lost something: a change nobody kept.
      newest += 1n;
      forgotten = newest;
    },
    onPublish: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    counts: () => Object.fromEntries([...topics].map(([topic, { length }]) => [topic, length])),
  };
}
