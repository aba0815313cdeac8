import { Producer } from '@platformatic/kafka';
import type { BrokerSession, OpenBroker } from '../session.ts';
import { guardPool } from './guarded-pool.ts';
import { sendFailed } from './kafka-failures.ts';
import { clientOptions } from './options.ts';
import { readTopic } from './read-topic.ts';

/** What a message is known by, and what it is: headers, as Kafka has no place of its own for either. */
export const ID_HEADER = 'message-id';
export const TYPE_HEADER = 'content-type';

/**
 * Kafka: all replicas in sync have what is sent (`acks=all`), and a producer's own attempts count once (idempotent producer). Offsets of a
 * group move when what lies before them is durable with us.
 *
 * @see KIP-98 (idempotent producer), kafka.apache.org/protocol
 */
export const openKafka: OpenBroker = async (connection, address) => {
  const server = `"${connection.id}"`;
  const { addressOf, tls, connectMs } = address;
  const options = clientOptions(connection, address);
  const producer = new Producer({ ...options, idempotent: true });
  guardPool(producer.connections, { addressOf, tls });
  const over = Promise.withResolvers<unknown>();
  const readers = new Set<() => Promise<void>>();
  try {
    await producer.metadata({ topics: [] });
  } catch (error) {
    await producer.close().catch(() => undefined);
    throw sendFailed(error, { server, topic: '', ms: connectMs });
  }
  return {
    ended: over.promise,
    async send({ to, key, id, headers, contentType, body }) {
      const all = { ...headers, [TYPE_HEADER]: contentType, [ID_HEADER]: id };
      const message = {
        topic: to,
        value: Buffer.from(body),
        ...(key !== undefined && { key: Buffer.from(key) }),
        headers: new Map(Object.entries(all).map(([name, value]) => [Buffer.from(name), Buffer.from(value)])),
      };
      try {
        await producer.send({ messages: [message], acks: -1 });
      } catch (error) {
        throw sendFailed(error, { server, topic: to, ms: options.requestTimeout ?? connectMs });
      }
    },
    async read(source, take) {
      const reader = await readTopic({ options, source, take, addressOf, tls, server, onEnd: over.resolve });
      readers.add(reader.stop);
      return reader;
    },
    async close() {
      await Promise.all([...readers].map((stop) => stop().catch(() => undefined)));
      await producer.close().catch(() => undefined);
      over.resolve(undefined);
    },
  } satisfies BrokerSession;
};
