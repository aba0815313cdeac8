import type { Json } from '../run/json.ts';

/** True for a parameter value that is computed for each message: a string that begins with `=`. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

/** All expressions in a node's parameters by JSON pointer, without the leading `=`. */
export function expressionsIn(params: Readonly<Record<string, Json>>): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  collect(params, '', found);
  return found;
}

/** The value at a JSON pointer, or `undefined`. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let at = root;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}

function collect(value: unknown, pointer: string, found: Record<string, string>): void {
  if (isExpression(value)) {
    found[pointer] = value.slice(1);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    collect(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, found);
  }
}
