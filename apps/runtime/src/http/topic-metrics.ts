import { Gauge, type Registry } from 'prom-client';

/** Where topics and their consumers stand. */
export interface TopicCounts {
  readonly topics: readonly {
    readonly topic: string;
    readonly published: number;
    readonly kept: number;
    readonly bytes: number;
  }[];
  readonly consumers: readonly {
    readonly topic: string;
    readonly flow: string;
    readonly lag: number;
    readonly lagMs: number;
    readonly expired: number;
  }[];
}

/** Gauges that are read from the database when the metrics are: one look for all of them. */
export function topicMetrics(registry: Registry, read: () => Promise<TopicCounts>): void {
  let counts: Promise<TopicCounts> | undefined;
  /** Gauges are collected one after another within one request. */
  const now = () => {
    counts ??= read().finally(() => setImmediate(() => (counts = undefined)));
    return counts;
  };
  const registers = [registry];
  const ofTopics = (name: string, help: string, pick: (one: TopicCounts['topics'][number]) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['topic'] as const,
      registers,
      async collect() {
        const { topics } = await now();
        this.reset();
        for (const one of topics) this.set({ topic: one.topic }, pick(one));
      },
    });
  const ofConsumers = (name: string, help: string, pick: (one: TopicCounts['consumers'][number]) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['topic', 'flow'] as const,
      registers,
      async collect() {
        const { consumers } = await now();
        this.reset();
        for (const one of consumers) this.inc({ topic: one.topic, flow: one.flow }, pick(one));
      },
    });
  ofTopics('lockstep_topic_published', 'Events ever published on a topic.', ({ published }) => published);
  ofTopics('lockstep_topic_events', 'Events a topic keeps.', ({ kept }) => kept);
  ofTopics('lockstep_topic_bytes', 'Bytes of the payloads a topic keeps.', ({ bytes }) => bytes);
  ofConsumers('lockstep_consumer_lag_events', 'Events a flow that listens has not read yet.', ({ lag }) => lag);
  ofConsumers(
    'lockstep_consumer_lag_seconds',
    'Age of the oldest event a flow that listens has not read yet.',
    ({ lagMs }) => lagMs / 1000,
  );
  ofConsumers(
    'lockstep_consumer_expired_events',
    'Events that retention took before a flow that listens had read them. Anything but 0 is a loss.',
    ({ expired }) => expired,
  );
}
