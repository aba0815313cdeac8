import type { Json, JsonObject } from '../run/json.ts';

/** A schema with `$ref`, `allOf` and alternatives taken apart. One object for one schema, so that pairs can be remembered. */
export interface Resolved {
  /** Allows nothing: `false`. */
  readonly never: boolean;
  /** Allows everything: `true`, `{}`. */
  readonly always: boolean;
  /** The keywords that hold together, `$ref` and `allOf` joined in. */
  readonly schema: JsonObject;
  /** More than one for `anyOf` and `oneOf`: each with the keywords around it joined in. */
  readonly alternatives: readonly Resolved[];
  /** The alternatives come from `oneOf`: a value must fit one of them and no other. */
  readonly isExclusive?: true;
}

/** Words about a schema that allow and forbid nothing. */
const SILENT: ReadonlySet<string> = new Set(
  '$schema $id $comment $anchor $defs title description default examples deprecated readOnly writeOnly'.split(' '),
);

/**
 * Resolves schemas of one document. `$ref` to `#/…` is followed; other references stay as keywords that only equal themselves.
 * A chain of references that comes back to itself allows everything.
 */
export function resolver(root: Json): (schema: Json) => Resolved {
  const known = new Map<object, Resolved>();
  const always: Resolved = { never: false, always: true, schema: {}, alternatives: [] };
  const never: Resolved = { never: true, always: false, schema: {}, alternatives: [] };

  function resolve(schema: Json): Resolved {
    if (schema === false) return never;
    if (!isObject(schema)) return always;
    const found = known.get(schema);
    if (found) return found;
    const joined = flatten(schema, []);
    const result = joined === false ? never : combined(joined);
    known.set(schema, result);
    return result;
  }

  function combined(joined: JsonObject): Resolved {
    const { anyOf, oneOf, ...own } = joined;
    const choices = [...listOf(anyOf), ...listOf(oneOf)];
    const says = Object.keys(own).some((key) => !SILENT.has(key));
    if (choices.length === 0) return says ? { never: false, always: false, schema: own, alternatives: [] } : always;
    // Both at once would be a product of alternatives; `anyOf` beside `oneOf` is left as a keyword nobody can compare.
    if (anyOf !== undefined && oneOf !== undefined)
      return { never: false, always: false, schema: { ...own, 'anyOf and oneOf': [anyOf, oneOf] }, alternatives: [] };
    const alternatives = choices
      .map((choice) => flatten(isObject(choice) ? choice : choice === false ? { not: {} } : {}, []))
      .flatMap((choice) => (choice === false ? [] : combined(merged(own, choice))));
    const [only] = alternatives;
    if (alternatives.length === 1 && only) return only;
    const exclusive = oneOf === undefined ? {} : { isExclusive: true as const };
    return { never: alternatives.length === 0, always: false, schema: own, alternatives, ...exclusive };
  }

  /** The keywords of a schema, what it refers to, and what it must satisfy besides, as one. False for nothing allowed. */
  function flatten(schema: JsonObject, refs: readonly string[]): JsonObject | false {
    const { $ref, allOf, ...own } = schema;
    let joined: JsonObject = own;
    if (typeof $ref === 'string' && !refs.includes($ref)) {
      const target = pointed(root, $ref);
      if (target === false) return false;
      if (target === undefined) joined = { ...joined, 'reference to': $ref };
      else if (isObject(target)) {
        const inner = flatten(target, [...refs, $ref]);
        if (inner === false) return false;
        joined = merged(inner, joined);
      }
    }
    for (const part of listOf(allOf)) {
      if (part === false) return false;
      if (!isObject(part)) continue;
      const inner = flatten(part, refs);
      if (inner === false) return false;
      joined = merged(joined, inner);
    }
    return joined;
  }

  return resolve;
}

/** Both schemas at once. What cannot be joined exactly is kept as one more condition, which only equals itself. */
function merged(left: JsonObject, right: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const own = Object.hasOwn(result, key) ? result[key] : undefined;
    if (own === undefined || SILENT.has(key)) result[key] = value;
    else if ((key === 'anyOf' || key === 'oneOf') && JSON.stringify(own) !== JSON.stringify(value)) {
      // Both sets of alternatives at once would be their product; they are one condition that only equals itself.
      delete result[key];
      result[`${key} of several parts`] = [own, value];
    } else result[key] = joinedRule(key, own, value);
  }
  return result;
}

function joinedRule(key: string, left: Json, right: Json): Json {
  if (JSON.stringify(left) === JSON.stringify(right)) return left;
  if (key === 'required') return [...new Set([...listOf(left), ...listOf(right)])];
  if (key === 'properties' && isObject(left) && isObject(right)) {
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return Object.fromEntries(names.map((name) => [name, bothOf(left[name], right[name])]));
  }
  if (key === 'items' || key === 'additionalProperties') return bothOf(left, right);
  if (key === 'enum')
    return listOf(left).filter((value) => listOf(right).some((each) => JSON.stringify(each) === JSON.stringify(value)));
  if (key === 'type') return commonTypes([left].flat(), [right].flat());
  if (typeof left === 'number' && typeof right === 'number') {
    if (/^min|^exclusiveMin/.test(key)) return Math.max(left, right);
    if (/^max|^exclusiveMax/.test(key)) return Math.min(left, right);
  }
  return { and: [left, right] };
}

/** What two lists of types both allow. A whole number is a number, whichever side says so. */
function commonTypes(left: readonly Json[], right: readonly Json[]): readonly Json[] {
  const within = (types: readonly Json[], others: readonly Json[]) =>
    types.filter((type) => others.includes(type) || (type === 'integer' && others.includes('number')));
  return [...new Set([...within(left, right), ...within(right, left)])];
}

function bothOf(left: Json | undefined, right: Json | undefined): Json {
  if (left === undefined || left === true) return right ?? true;
  if (right === undefined || right === true) return left;
  return { allOf: [left, right] };
}

/** `#/$defs/money`: JSON Pointer in a fragment. Undefined for other documents, anchors and places that are not there. */
export function pointed(root: Json, ref: string): Json | undefined {
  if (ref === '#') return root;
  if (!ref.startsWith('#/')) return undefined;
  return ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((place, step) => {
      const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
      if (Array.isArray(place)) return place[Number(key)];
      return isObject(place) && Object.hasOwn(place, key) ? place[key] : undefined;
    }, root);
}

export function listAt(object: JsonObject, key: string): readonly Json[] {
  return listOf(Object.hasOwn(object, key) ? object[key] : undefined);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
