/** Deeper values cannot be turned into text everywhere they travel. */
const MAX_DEPTH = 1000;
export const TOO_DEEP = `is nested deeper than ${MAX_DEPTH} levels`;

/**
 * Why a value is not JSON data that comes back from its text as it was, or `undefined` when it is. Walks without
 * recursion, so that a deep value cannot exhaust the stack. A property that is undefined counts as absent.
 */
export function jsonProblem(value: unknown): string | undefined {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: item, depth } = next;
    if (item === null || typeof item === 'string' || typeof item === 'boolean') continue;
    if (typeof item === 'number') {
      if (!Number.isFinite(item)) return `has the number ${item}`;
      continue;
    }
    if (typeof item !== 'object') return `has a value of type ${typeof item}`;
    if (depth >= MAX_DEPTH) return TOO_DEEP;
    if (Array.isArray(item)) {
      for (const each of item as readonly unknown[]) open.push({ value: each, depth: depth + 1 });
      continue;
    }
    const prototype: unknown = Object.getPrototypeOf(item);
    if (prototype !== Object.prototype && prototype !== null) return 'has an object that is not plain data';
    for (const each of Object.values(item)) if (each !== undefined) open.push({ value: each, depth: depth + 1 });
  }
  return undefined;
}
