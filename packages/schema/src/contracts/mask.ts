import type { Json, JsonObject } from '../run/json.ts';
import { pointed } from './resolve.ts';

/** What stands in place of personal data. */
export const MASKED = '•••';

/**
 * A message without its personal data: what a contract calls sensitive (`x-sensitive`) is replaced, text by dots, numbers by 0,
 * and so is all that lies inside of it. The shape stays. A value that may be one of several forms is masked when any form says so.
 */
export function maskSensitive(schema: Json, value: Json): Json {
  return masked(schema, [schema], value, false);
}

function masked(root: Json, schemas: readonly Json[], value: Json, isInside: boolean): Json {
  const parts = partsOf(root, schemas);
  const hides = isInside || parts.some((part) => part['x-sensitive'] === true);
  if (Array.isArray(value)) {
    return value.map((item, at) => masked(root, itemSchemas(parts, at), item as Json, hides));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as JsonObject);
    return Object.fromEntries(
      entries.map(([name, each]) => [name, masked(root, fieldSchemas(parts, name), each, hides)]),
    );
  }
  if (!hides || value === null) return value;
  if (typeof value === 'string') return MASKED;
  return typeof value === 'number' ? 0 : value;
}

/** Every schema that speaks about the same value: those given, what they refer to, and what they are put together from. */
function partsOf(root: Json, schemas: readonly Json[]): readonly JsonObject[] {
  const found = new Set<JsonObject>();
  const open = [...schemas];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isObject(next) || found.has(next)) continue;
    found.add(next);
    const { $ref, allOf, anyOf, oneOf, then, else: other } = next;
    if (typeof $ref === 'string') open.push(pointed(root, $ref) ?? true);
    open.push(...[allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : [])));
    open.push(then ?? true, other ?? true);
  }
  return [...found];
}

function itemSchemas(parts: readonly JsonObject[], at: number): readonly Json[] {
  return parts.flatMap(({ prefixItems, items }) => {
    const own = Array.isArray(prefixItems) ? (prefixItems[at] as Json | undefined) : undefined;
    return [own ?? items ?? true];
  });
}

function fieldSchemas(parts: readonly JsonObject[], name: string): readonly Json[] {
  return parts.flatMap(({ properties, patternProperties, additionalProperties }) => {
    const own = isObject(properties) && Object.hasOwn(properties, name) ? [properties[name] ?? true] : [];
    const byPattern = isObject(patternProperties)
      ? Object.entries(patternProperties).flatMap(([pattern, each]) =>
          new RegExp(pattern, 'u').test(name) ? [each] : [],
        )
      : [];
    return [...own, ...byPattern, ...(own.length === 0 ? [additionalProperties ?? true] : [])];
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
