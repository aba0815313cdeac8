/** A map that remembers only the last `limit` keys put, so a simulator that runs for days stays small. */
export interface Kept<K, V> {
  readonly size: number;
  get(key: K): V | undefined;
  /** Puts a value; a key already there keeps its place. */
  set(key: K, value: V): void;
  delete(key: K): boolean;
  /** Oldest first, as of now: later changes do not show. */
  values(): readonly V[];
}

export function keepLast<K, V>(limit: number): Kept<K, V> {
  const entries = new Map<K, V>();
  return {
    get size() {
      return entries.size;
    },
    get: (key) => entries.get(key),
    set: (key, value) => {
      entries.set(key, value);
      if (entries.size <= limit) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        break;
      }
    },
    delete: (key) => entries.delete(key),
    values: () => [...entries.values()],
  };
}
