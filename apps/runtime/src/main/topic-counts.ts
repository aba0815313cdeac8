import type { TopicCounts } from '../http/topic-metrics.ts';
import type { Store } from '../store/index.ts';

/** Where topics and consumers stand now. */
export async function topicCounts({ topics, readers }: Pick<Store, 'topics' | 'readers'>): Promise<TopicCounts> {
  const [rows, consumers] = await Promise.all([topics.list(), readers.consumers()]);
  return {
    topics: rows.map(({ name, head, floor, bytes }) => ({
      topic: name,
      published: head,
      kept: head - floor + 1,
      bytes,
    })),
    consumers: consumers.map(({ topic, flowId, lag, lagMs, expired }) => ({
      topic,
      flow: flowId,
      lag,
      lagMs,
      expired,
    })),
  };
}
