import type { Message } from '@platformatic/kafka';

export interface InOrderOptions {
  /** Settles when the message is durable with us; false where it never will be. */
  readonly take: (message: Message) => Promise<boolean>;
  /** Told the last message before which everything of its partition is durable. */
  readonly commit: (message: Message) => void;
}

/** Messages of a topic that are being taken. */
export interface InOrder {
  readonly size: number;
  add(message: Message): Promise<void>;
  /** Partitions were given out anew: what is under way counts for nothing any more, it comes again to whoever has it then. */
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
  let partitions = new Map<string, Entry[]>();
  let keys = new Map<string, Promise<void>>();
  let size = 0;

  return {
    get size() {
      return size;
    },
    async add(message) {
      const place = `${message.topic}:${message.partition}`;
      const [ofNow, queue] = [partitions, partitions.get(place) ?? []];
      partitions.set(place, queue);
      const entry: Entry = { message, isDurable: false };
      queue.push(entry);
      size += 1;
      const key = message.key ? `${place}:${Buffer.from(message.key).toString('base64')}` : undefined;
      const before = key === undefined ? undefined : keys.get(key);
      const work = (async () => {
        await before;
        if (partitions !== ofNow || !(await take(message)) || partitions !== ofNow) return;
        entry.isDurable = true;
        let last: Message | undefined;
        while (queue[0]?.isDurable) last = queue.shift()?.message;
        if (last) commit(last);
      })();
      if (key !== undefined) {
        const ofKeys = keys;
        ofKeys.set(key, work);
        work.finally(() => ofKeys.get(key) === work && ofKeys.delete(key)).catch(() => undefined);
      }
      try {
        await work;
      } finally {
        size -= 1;
      }
    },
    forget() {
      partitions = new Map();
      keys = new Map();
    },
  };
}
