import type { Consumer, MessagesStream } from '@platformatic/kafka';

type AnyStream = Pick<MessagesStream<Buffer, Buffer, Buffer, Buffer>, 'offsetsToFetch'>;

/**
 * Writes down where a group begins that begins with what comes from now on. Without a message to commit there would be no place, and
 * whatever came while nobody read would be passed over at the next start.
 */
export async function holdPlace(consumer: Consumer, stream: AnyStream): Promise<void> {
  const topics = consumer.assignments ?? [];
  if (topics.length === 0) return;
  const committed = await consumer.listCommittedOffsets({ topics });
  const offsets = topics.flatMap(({ topic, partitions }) =>
    partitions.flatMap((partition) => {
      const offset = stream.offsetsToFetch.get(`${topic}:${partition}`);
      const isHeld = (committed.get(topic)?.[partition] ?? -1n) >= 0n;
      return isHeld || offset === undefined ? [] : [{ topic, partition, offset, leaderEpoch: -1 }];
    }),
  );
  if (offsets.length > 0) await consumer.commit({ offsets });
}
