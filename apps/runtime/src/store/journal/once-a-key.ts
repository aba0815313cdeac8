import type { Accepted, AcceptItem } from './types.ts';

/** Messages with the same key that are under way at the same time go as one: the first is written, the others get its answer. */
export function onceAKey<Item extends AcceptItem, Answer extends Accepted>(
  write: (item: Item) => Promise<Answer>,
): (item: Item) => Promise<Answer> {
  const underWay = new Map<string, Promise<Answer>>();
  return async (item) => {
    if (item.dedupeKey === undefined) return write(item);
    const key = JSON.stringify([item.flowId, item.triggerNode, item.dedupeKey]);
    const first = underWay.get(key);
    if (first) return { ...(await first), duplicate: true, owned: false };
    const answer = write(item);
    underWay.set(key, answer);
    try {
      return await answer;
    } finally {
      underWay.delete(key);
    }
  };
}
