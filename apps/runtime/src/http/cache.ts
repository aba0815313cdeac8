/** A bounded memory of made things; the one used longest ago goes first. */
export interface Cache<T> {
  /** Callers at the same time wait for one `make`; a failure is not remembered. */
  get(key: string, make: () => Promise<T>): Promise<T>;
  forget(key: string): void;
}

export function createCache<T>({
  max,
  ttlMs,
  now = Date.now,
}: {
  readonly max: number;
  readonly ttlMs?: number;
  readonly now?: () => number;
}): Cache<T> {
  const entries = new Map<string, { readonly value: Promise<T>; readonly until: number }>();
  return {
    forget: (key) => void entries.delete(key),
    get(key, make) {
      const found = entries.get(key);
      if (found && found.until > now()) {
        entries.delete(key);
        entries.set(key, found);
        return found.value;
      }
      const entry = { value: make(), until: ttlMs === undefined ? Number.POSITIVE_INFINITY : now() + ttlMs };
      entries.delete(key);
      entries.set(key, entry);
      entry.value.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      const [oldest] = entries.keys();
      if (entries.size > max && oldest !== undefined) entries.delete(oldest);
      return entry.value;
    },
  };
}
