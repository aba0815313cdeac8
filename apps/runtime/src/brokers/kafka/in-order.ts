import type { Message } from '@platformatic/kafka';

export interface InOrderOptions {
  /** Settles when the message is durable with us; false where it never will be. */
  readonly take: (message: Message) => Promise<boolean>;
  /** Told the last message before which everything of its partition is durable. */
  readonly commit: (message: Message) => void;
}

/** Messages of one stream that are being taken. */
export interface InOrder {
  readonly size: number;
  add(message: Message): Promise<void>;
  /** Nothing is committed any more: what is under way comes again, to whoever has its partition then. */
  forget(): void;
}

interface Entry {
  readonly message: Message;
  isDurable: boolean;
}

/**
 * Takes messages side by side, those of one key of a partition one after another, and commits no offset before all that lies below it is
 * durable.
 */
export function inOrder({ take, commit }: InOrderOptions): InOrder {
  const partitions = new Map<string, Entry[]>();
  const keys = new Map<string, Promise<void>>();
  let isForgotten = false;
  let size = 0;

  async function work(entry: Entry, queue: Entry[], before: Promise<void> | undefined): Promise<void> {
    await before;
    if (isForgotten || !(await take(entry.message)) || isForgotten) return;
    entry.isDurable = true;
    let last: Message | undefined;
    while (queue[0]?.isDurable) last = queue.shift()?.message;
    if (last) commit(last);
  }

  return {
    get size() {
      return size;
    },
    async add(message) {
      if (isForgotten) return;
      const place = `${message.topic}:${message.partition}`;
      const queue = partitions.get(place) ?? [];
      partitions.set(place, queue);
      const entry: Entry = { message, isDurable: false };
      queue.push(entry);
      size += 1;
      const key = message.key ? `${place}:${Buffer.from(message.key).toString('base64')}` : undefined;
      const working = work(entry, queue, key === undefined ? undefined : keys.get(key));
      if (key !== undefined) keys.set(key, working);
      try {
        await working;
      } finally {
        size -= 1;
        if (key !== undefined && keys.get(key) === working) keys.delete(key);
      }
    },
    forget() {
      isForgotten = true;
    },
  };
}
