interface Entry {
  readonly made: Promise<unknown>;
  readonly expiresAt: number;
  /** Set when `made` has come true. */
  held?: { readonly value: unknown };
}

/** What all steps of one process share: tokens and sessions of connections. */
export interface SharedCache {
  cached<T>(key: string, ttlMs: number, make: () => Promise<T>): Promise<T>;
  forget(key: string, stale: unknown): void;
}

/** Keeps at most `maxEntries`, the oldest go first. Times are epoch milliseconds of `clock`. */
export function createSharedCache({
  clock = Date.now,
  maxEntries = 10_000,
}: {
  readonly clock?: () => number;
  readonly maxEntries?: number;
} = {}): SharedCache {
  const entries = new Map<string, Entry>();
  return {
    cached<T>(key: string, ttlMs: number, make: () => Promise<T>): Promise<T> {
      const known = entries.get(key);
      if (known && known.expiresAt > clock()) return known.made as Promise<T>;
      const made = make();
      const entry: Entry = { made, expiresAt: clock() + ttlMs };
      entries.delete(key);
      entries.set(key, entry);
      for (const oldest of entries.size > maxEntries ? entries.keys() : []) {
        entries.delete(oldest);
        break;
      }
      made.then(
        (value) => {
          entry.held = { value };
        },
        // A failure is nobody's token: the next call makes again.
        () => {
          if (entries.get(key) === entry) entries.delete(key);
        },
      );
      return made;
    },
    forget(key, stale) {
      const entry = entries.get(key);
      if (entry?.held && entry.held.value === stale) entries.delete(key);
    },
  };
}
