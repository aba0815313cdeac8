/** Helpers of maps for lists and for what is left out. A list that is not there is an empty one; each item sees its place. */
export const lists = {
  /** What `make` gives for each item, in order. */
  each: <T, R>(list: readonly T[] | null | undefined, make: (item: T, index: number) => R): R[] =>
    listOf(list).map(make),
  /** The items that `test` is true for. */
  where: <T>(list: readonly T[] | null | undefined, test: (item: T, index: number) => unknown): T[] =>
    listOf(list).filter(test),
  /** The first item, or nothing. */
  first: <T>(list: readonly T[] | null | undefined): T | undefined => listOf(list)[0],
  /** Lists in a list as one. */
  flatten: <T>(list: readonly (T | readonly T[])[] | null | undefined): T[] => listOf(list).flat() as T[],
  /** Items with the same key together, groups in the order of their first item. Keys are compared as text. */
  group: <T>(list: readonly T[] | null | undefined, key: (item: T, index: number) => unknown): Group<T>[] => {
    const groups = new Map<string, { key: unknown; items: T[] }>();
    for (const [index, item] of listOf(list).entries()) {
      const value = key(item, index);
      const name = typeof value === 'object' ? JSON.stringify(value) : `${typeof value}:${String(value)}`;
      const group = groups.get(name);
      if (group) group.items.push(item);
      else groups.set(name, { key: value, items: [item] });
    }
    return [...groups.values()];
  },
  /** The texts of the items with `separator` between them; items that are not there are left out. */
  join: (list: readonly unknown[] | null | undefined, separator = ', '): string =>
    listOf(list)
      .filter((item) => item !== null && item !== undefined && item !== '')
      .map(textOf)
      .join(separator),
  /** Texts put together; what is not there is left out: `t.concat(src.first, ' ', src.last)`. */
  concat: (...parts: readonly unknown[]): string => parts.map(textOf).join(''),
  /** Nothing, on purpose; the reason is for people. */
  omit: (_reason: string): undefined => undefined,
  /** The value, or `null` where it is missing: the field is there, and says so. */
  orNull: <T>(value: T): NonNullable<T> | null =>
    value === undefined || value === '' ? null : (value as NonNullable<T>),
  /**
   * The answer of a list of codes: `t.codes(src.status, { paid: 'P', open: 'O' })`.
   * @throws RangeError for a value the list does not have, unless there is a `fallback`
   */
  codes: <T>(value: unknown, table: Readonly<Record<string, T>>, ...fallback: [T?]): T => {
    const name = textOf(value);
    if (Object.hasOwn(table, name)) return table[name] as T;
    if (fallback.length > 0) return fallback[0] as T;
    throw new RangeError(`${JSON.stringify(value) ?? 'nothing'} is not in the list of codes`);
  },
};

interface Group<T> {
  readonly key: unknown;
  readonly items: readonly T[];
}

function listOf<T>(list: readonly T[] | null | undefined): readonly T[] {
  if (list === null || list === undefined) return [];
  if (Array.isArray(list)) return list;
  throw new TypeError(`${JSON.stringify(list)?.slice(0, 60) ?? typeof list} is not a list`);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}
