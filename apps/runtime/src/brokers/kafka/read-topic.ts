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

/**
 * Reads a topic as one of a group. Whenever partitions were given out anew, reading begins anew from what is committed: a stream that goes on
 * would give what it had fetched before, behind messages that nobody has made durable.
 *
 * @throws StepError when there is no such topic, or no right to it
 */
export async function readTopic(parts: ReadTopic): Promise<Reader> {
  const { options, source, addressOf, tls, server, onEnd } = parts;
  const consumer = new Consumer({ ...options, requestTimeout: REQUEST_MS, groupId: source.group });
  guardPool(consumer.connections, { addressOf, tls });
  const stopping = new AbortController();
  let current: Reading | undefined;
  try {
    await consumer.metadata({ topics: [source.from] });
    current = await beginReading(consumer, parts, stopping.signal);
  } catch (error) {
    await consumer.close(true).catch(() => undefined);
    throw sendFailed(error, { server, topic: source.from, ms: options.requestTimeout ?? 0 });
  }

  let turn: Promise<void> = Promise.resolve();
  const anew = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    const old = current;
    old?.forget();
    // The new one first: while one of them is there, the group knows that we are.
    current = await beginReading(consumer, parts, stopping.signal);
    void old?.close();
  };
  consumer.on('consumer:group:join', () => {
    current?.forget();
    turn = turn.then(anew).catch((error: unknown) => {
      if (!stopping.signal.aborted) onEnd(error);
    });
  });

  let stopped: Promise<void> | undefined;
  return {
    stop: () => {
      stopped ??= (async () => {
        stopping.abort();
        await turn;
        await current?.finish();
        await consumer.close(true).catch(() => undefined);
      })();
      return stopped;
    },
  };
}

/** One stream of messages, and those of it that are being taken. */
interface Reading {
  /** Nothing of it is committed any more. */
  forget(): void;
  close(): Promise<void>;
  /** Waits for what is being taken, commits it, and closes. */
  finish(): Promise<void>;
}

async function beginReading(
  consumer: Consumer,
  { source, take, addressOf, tls, onEnd }: ReadTopic,
  stopping: AbortSignal,
): Promise<Reading> {
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
  }
  let isOver = false;
  const working = inOrder({
    take: async (message) => {
      const incoming = incomingOf(message);
      // A partition waits for what cannot be taken now: an offset that moved over it would lose it.
      while (!stopping.aborted && !isOver) {
        const verdict = await take(incoming).catch((): Verdict => 'again');
        if (verdict === 'kept') return true;
        await pause(AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined);
      }
      return false;
    },
    // What a rebalance makes of it, the group says: it comes again then, and our inbox knows it.
    commit: (message) => void Promise.resolve(message.commit()).catch(() => undefined),
  });
  const taken = new Set<Promise<void>>();
  stream.on('data', (message: Message) => {
    const work = working.add(message).finally(() => {
      taken.delete(work);
      if (working.size < source.window && !stopping.aborted && !isOver) stream.resume();
    });
    taken.add(work);
    if (working.size >= source.window) stream.pause();
  });
  stream.on('error', (error) => {
    if (!isOver) onEnd(error);
  });
  stream.once('close', () => {
    if (!isOver) onEnd(undefined);
  });
  const close = async (): Promise<void> => {
    isOver = true;
    await stream.close().catch(() => undefined);
  };
  return {
    forget: () => {
      isOver = true;
      working.forget();
    },
    close,
    async finish() {
      stream.pause();
      const late = new AbortController();
      await Promise.race([
        Promise.allSettled(taken),
        pause(STOP_MS, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
      late.abort();
      await close();
    },
  };
}

function incomingOf({ topic, partition, offset, key, value, headers, timestamp }: Message): IncomingMessage {
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
    // -1: the log keeps none.
    ...(timestamp > 0n && { sentAt: Number(timestamp) }),
    body: value ?? null,
  };
}
