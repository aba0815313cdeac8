import { asStoreError, isPassing } from './errors.ts';

export interface BatcherOptions<Item, Answer> {
  /** Writes all items in one commit and answers in their order; throws when nothing was written. */
  readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** Size of an item in bytes, about: a statement of many megabytes helps nobody. */
  readonly sizeOf: (item: Item) => number;
  readonly maxItems: number;
  readonly maxBytes: number;
  /** Statements in flight at a time. */
  readonly lanes: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Natural batching: while a statement is in flight, further items gather and go as the next one. No timer and no added
 * delay: alone, an item goes at once.
 *
 * An item that PostgreSQL refuses must not take its neighbours along: the batch is halved until the bad one is alone.
 */
export function createBatcher<Item, Answer>(options: BatcherOptions<Item, Answer>): (item: Item) => Promise<Answer> {
  const queue: Waiting<Item, Answer>[] = [];
  let inFlight = 0;

  async function writeAll(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await options.write(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('The statement gave no answer for this item.'));
        else resolve(answer);
      });
    } catch (error) {
      if (batch.length > 1 && !isPassing(error)) {
        const middle = Math.ceil(batch.length / 2);
        await writeAll(batch.slice(0, middle));
        await writeAll(batch.slice(middle));
      } else {
        for (const { reject } of batch) reject(asStoreError(error));
      }
    }
  }

  function nextBatch(): readonly Waiting<Item, Answer>[] {
    let count = 0;
    for (let bytes = 0; count < queue.length && count < options.maxItems; count += 1) {
      const waiting = queue[count];
      if (!waiting) break;
      bytes += options.sizeOf(waiting.item);
      if (count > 0 && bytes > options.maxBytes) break;
    }
    return queue.splice(0, count);
  }

  function pump(): void {
    while (inFlight < options.lanes && queue.length > 0) {
      inFlight += 1;
      void writeAll(nextBatch()).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
  }

  let scheduled = false;
  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (scheduled) return;
      scheduled = true;
      // What is asked within the same turn goes together.
      queueMicrotask(() => {
        scheduled = false;
        pump();
      });
    });
}
