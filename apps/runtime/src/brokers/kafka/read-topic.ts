import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type BaseOptions, Consumer, type Message } from '@platformatic/kafka';
import type { IncomingMessage, Reader, Source, Verdict } from '../session.ts';
import { type AddressOf, guardPool } from './guarded-pool.ts';
import { holdPlace } from './hold-place.ts';
import { inOrder } from './in-order.ts';
import { sendFailed } from './kafka-failures.ts';

export interface ReadTopic {
  readonly options: BaseOptions;
  readonly source: Source;
  readonly take: (message: IncomingMessage) => Promise<Verdict>;
  readonly addressOf: AddressOf;
  readonly tls: boolean;
  readonly server: string;
  /** Told when the reader is over although nobody stopped it. */
  readonly onEnd: (why: unknown) => void;
}

const AGAIN_MS = 1_000;
/** A process that says nothing for this long is taken for gone, and its partitions go to others. */
const SESSION_MS = 15_000;
/** Others are heard of with a heartbeat. */
const HEARTBEAT_MS = 1_000;
const REBALANCE_MS = 60_000;
/** Joining is answered when all others of the group have joined too. */
const REQUEST_MS = REBALANCE_MS + 15_000;
const FETCH_BYTES = 8 * 1024 * 1024;
const PARTITION_BYTES = 1024 * 1024;
/** How long stopping waits for what is being taken. */
const STOP_MS = 10_000;

/** Reads a topic as one of a group. @throws StepError when there is no such topic, or no right to it */
export async function readTopic(parts: ReadTopic): Promise<Reader> {
  const { options, source, take, addressOf, tls, server, onEnd } = parts;
  const consumer = new Consumer({ ...options, requestTimeout: REQUEST_MS, groupId: source.group });
  guardPool(consumer.connections, { addressOf, tls });
  const stopping = new AbortController();
  try {
    await consumer.metadata({ topics: [source.from] });
    const stream = await consumer.consume({
      topics: [source.from],
      autocommit: false,
      mode: 'committed',
      fallbackMode: source.beginning ?? 'earliest',
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_MS,
      maxWaitTime: 1_000,
      maxBytes: FETCH_BYTES,
      maxBytesPerPartition: PARTITION_BYTES,
    });
    guardPool(stream.connections, { addressOf, tls });
    if (source.beginning === 'latest') {
      if (stream.offsetsToFetch.size === 0) await once(stream, 'offsets');
      await holdPlace(consumer, stream);
      // Partitions that come later have to have a place as well.
      stream.on('offsets', () => void holdPlace(consumer, stream).catch(onEnd));
    }

    const working = inOrder({
      take: async (message) => {
        const incoming = incomingOf(message);
        // A partition waits for what cannot be taken now: an offset that moved over it would lose it.
        while (!stopping.signal.aborted) {
          const verdict = await take(incoming).catch((): Verdict => 'again');
          if (verdict === 'kept') return true;
          await pause(AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
        }
        return false;
      },
      // What a rebalance makes of it, the group says: it comes again then, and our inbox knows it.
      commit: (message) => void Promise.resolve(message.commit()).catch(() => undefined),
    });
    consumer.on('consumer:group:join', working.forget);
    const taken = new Set<Promise<void>>();
    stream.on('data', (message: Message) => {
      const work = working.add(message).finally(() => {
        taken.delete(work);
        if (working.size < source.window && !stopping.signal.aborted) stream.resume();
      });
      taken.add(work);
      if (working.size >= source.window) stream.pause();
    });
    stream.once('error', (error) => onEnd(error));
    stream.once('close', () => onEnd(undefined));

    let stopped: Promise<void> | undefined;
    return {
      stop: () => {
        stopped ??= (async () => {
          stopping.abort();
          stream.pause();
          const late = new AbortController();
          await Promise.race([
            Promise.allSettled(taken),
            pause(STOP_MS, undefined, { signal: late.signal }).catch(() => undefined),
          ]);
          late.abort();
          await stream.close().catch(() => undefined);
          await consumer.close(true).catch(() => undefined);
        })();
        return stopped;
      },
    };
  } catch (error) {
    await consumer.close(true).catch(() => undefined);
    throw sendFailed(error, { server, topic: source.from, ms: options.requestTimeout ?? 0 });
  }
}

function incomingOf({ topic, partition, offset, key, value, headers }: Message): IncomingMessage {
  const named = Object.fromEntries(
    [...headers].map(([name, text]): [string, string] => [
      name?.toString().toLowerCase() ?? '',
      text?.toString() ?? '',
    ]),
  );
  const { 'message-id': messageId, ce_id: eventId, ce_source: eventSource, 'content-type': contentType } = named;
  return {
    // Without a name of its own a message is the one at its place in the log.
    id: messageId ?? (eventId === undefined ? `${topic}:${partition}:${offset}` : `${eventSource ?? ''}:${eventId}`),
    from: topic,
    ...(key && { key: key.toString() }),
    headers: named,
    ...(contentType !== undefined && { contentType }),
    body: value ?? null,
  };
}
