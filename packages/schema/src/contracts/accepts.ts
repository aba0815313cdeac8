import type { Json, JsonObject } from '../run/json.ts';
import { listAt, type Resolved, resolver } from './resolve.ts';
import { ruleSentence } from './rule-words.ts';

/** One reason why a value that `given` allows might not be allowed by `reader`. */
export interface Mismatch {
  /** Property names and `[]` for items, as people read it: `lines[].sku`; `''` for the whole. */
  readonly path: string;
  /** What differs, as the end of a sentence: `must be there`. */
  readonly rule: string;
}

/** Differences beyond this many are not listed. */
const MOST = 100;

interface Comparison {
  readonly reader: (schema: Json) => Resolved;
  readonly given: (schema: Json) => Resolved;
  /** Pairs under comparison or done: schemas that contain themselves end here. */
  readonly seen: Map<Resolved, Set<Resolved>>;
}

/**
 * Whether every value that `given` allows is allowed by `reader`, both JSON Schemas of draft 2020-12: the empty list when it surely is.
 * Careful: where it cannot tell (`not`, `if`, two different patterns) it says so as a mismatch. Formats are compared by name.
 */
export function mismatches(reader: Json, given: Json): readonly Mismatch[] {
  if (isSame(reader, given)) return [];
  const comparison = { reader: resolver(reader), given: resolver(given), seen: new Map() };
  return compare(comparison, comparison.reader(reader), comparison.given(given), '').slice(0, MOST);
}

function compare(all: Comparison, reader: Resolved, given: Resolved, path: string): readonly Mismatch[] {
  const done = all.seen.get(reader) ?? new Set();
  if (done.has(given)) return [];
  all.seen.set(reader, done.add(given));
  if (given.never || reader.always) return [];
  if (reader.never) return [{ path, rule: 'is not allowed' }];
  if (given.alternatives.length > 1) {
    const wrong = given.alternatives.map((each) => compare(all, reader, each, path)).find((found) => found.length > 0);
    return wrong ?? [];
  }
  if (reader.alternatives.length > 1) {
    if (reader.isExclusive && !areApart(reader.alternatives))
      return [{ path, rule: 'must fit exactly one of the alternatives, which cannot be compared' }];
    const tries = reader.alternatives.map((each) => compare({ ...all, seen: new Map() }, each, given, path));
    if (tries.some((found) => found.length === 0)) return [];
    return [{ path, rule: 'fits none of the alternatives' }];
  }
  return [
    ...typesOf(reader.schema, given.schema, path),
    ...scalarsOf(reader.schema, given.schema, path),
    ...(may(given.schema, 'object') ? objectsOf(all, reader.schema, given.schema, path) : []),
    ...(may(given.schema, 'array') ? listsOf(all, reader.schema, given.schema, path) : []),
    ...unknownsOf(reader.schema, given.schema, path),
  ];
}

/** Whether no value can fit two of the schemas: other types, or a field that must be there with other values. */
function areApart(alternatives: readonly Resolved[]): boolean {
  return alternatives.every((left, at) =>
    alternatives.slice(at + 1).every((right) => {
      if (left.alternatives.length > 0 || right.alternatives.length > 0) return false;
      return shareNoType(left.schema, right.schema) || differInField(left.schema, right.schema);
    }),
  );
}

function shareNoType(left: JsonObject, right: JsonObject): boolean {
  const types = Object.keys(TYPE_WORDS).filter((type) => type !== 'integer');
  return !types.some((type) => may(left, type) && may(right, type));
}

function differInField(left: JsonObject, right: JsonObject): boolean {
  const isObject = (schema: JsonObject) => isSame(at(schema, 'type') ?? null, 'object');
  if (!isObject(left) || !isObject(right)) return false;
  const both = listAt(left, 'required').filter((name) => listAt(right, 'required').includes(name));
  return both.some((name) => {
    const [own, other] = [left, right].map((schema) =>
      valuesOf(objectAt(objectAt(schema, 'properties'), String(name))),
    );
    return own !== undefined && other !== undefined && !own.some((value) => other.some((each) => isSame(each, value)));
  });
}

function typesOf(reader: JsonObject, given: JsonObject, path: string): readonly Mismatch[] {
  const values = valuesOf(given);
  const allowed = valuesOf(reader);
  if (allowed) {
    if (!values) return [{ path, rule: `must be one of ${wordsFor(allowed)}` }];
    const extra = values.filter((value) => !allowed.some((each) => isSame(each, value)));
    if (extra.length > 0) return [{ path, rule: `must not be ${wordsFor(extra)}` }];
  }
  const types = listedTypes(reader);
  if (!types) return [];
  const named = values ? [...new Set(values.map(jsonType))] : listedTypes(given);
  if (!named) return [{ path, rule: `must be ${wordsOfTypes(types)}` }];
  const extra = named.filter((type) => !types.includes(type) && !(type === 'integer' && types.includes('number')));
  return extra.length > 0 ? [{ path, rule: `must not be ${wordsOfTypes(extra)}` }] : [];
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const APPLIES: Readonly<Record<string, string>> = {
  minimum: 'number',
  exclusiveMinimum: 'number',
  maximum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'number',
  minLength: 'string',
  maxLength: 'string',
  pattern: 'string',
  format: 'string',
  minItems: 'array',
  maxItems: 'array',
  uniqueItems: 'array',
  minProperties: 'object',
  maxProperties: 'object',
};

function scalarsOf(reader: JsonObject, given: JsonObject, path: string): readonly Mismatch[] {
  // Listed values were compared one by one; a validator of the reader would have to run over them, so they must not differ otherwise.
  return Object.keys(APPLIES).flatMap((key) => {
    const [limit, own] = [at(reader, key), at(given, key)];
    if (limit === undefined || limit === false || !may(given, APPLIES[key] as string) || isSame(limit, own ?? null))
      return [];
    if (typeof limit === 'number' && LOWER.includes(key) && typeof own === 'number' && own >= limit) return [];
    if (typeof limit === 'number' && UPPER.includes(key) && typeof own === 'number' && own <= limit) return [];
    if (limit === 0 && key.startsWith('min') && key !== 'minimum') return [];
    if (key === 'multipleOf' && typeof own === 'number' && typeof limit === 'number' && Number.isInteger(own / limit))
      return [];
    return [{ path, rule: ruleSentence(key, limit) ?? `must keep ${key}` }];
  });
}

function objectsOf(all: Comparison, reader: JsonObject, given: JsonObject, path: string): readonly Mismatch[] {
  const required = listAt(given, 'required');
  const missing = listAt(reader, 'required').filter((name) => !required.some((each) => isSame(each, name)));
  const [known, own] = [objectAt(reader, 'properties'), objectAt(given, 'properties')];
  const [readerRest, givenRest] = [
    at(reader, 'additionalProperties') ?? true,
    at(given, 'additionalProperties') ?? true,
  ];
  const names = [...new Set([...Object.keys(known), ...Object.keys(own)])];
  return [
    ...missing.map((name) => ({ path: below(path, String(name)), rule: 'must be there' })),
    ...names.flatMap((name) => {
      const ours = all.given(at(own, name) ?? givenRest);
      if (ours.never) return [];
      const theirs = all.reader(at(known, name) ?? readerRest);
      if (theirs.never) return [{ path: below(path, name), rule: 'is not known' }];
      return compare(all, theirs, ours, below(path, name));
    }),
    ...compare(all, all.reader(readerRest), all.given(givenRest), below(path, '*')).slice(0, 1),
  ];
}

function listsOf(all: Comparison, reader: JsonObject, given: JsonObject, path: string): readonly Mismatch[] {
  if (at(reader, 'items') === undefined) return [];
  return compare(all, all.reader(at(reader, 'items') ?? true), all.given(at(given, 'items') ?? true), `${path}[]`);
}

/** Keywords that are compared above, or that say nothing about which values are allowed. */
const COMPARED: ReadonlySet<string> = new Set([
  ...Object.keys(APPLIES),
  ...'type enum const properties required additionalProperties items $ref $defs allOf anyOf oneOf'.split(' '),
  ...'$schema $id $comment $anchor title description default examples deprecated readOnly writeOnly'.split(' '),
]);

/** `not`, `if`, `patternProperties`: the same on both sides, or nobody can tell. */
function unknownsOf(reader: JsonObject, given: JsonObject, path: string): readonly Mismatch[] {
  return Object.entries(reader)
    .filter(([key, rule]) => !COMPARED.has(key) && !key.startsWith('x-') && !isSame(rule, at(given, key) ?? null))
    .map(([key]) => ({ path, rule: `must keep ${key}, which cannot be compared` }));
}

function may(schema: JsonObject, type: string): boolean {
  const values = valuesOf(schema);
  const types = values ? values.map(jsonType) : listedTypes(schema);
  return types === undefined || types.includes(type) || (type === 'number' && types.includes('integer'));
}

function valuesOf(schema: JsonObject): readonly Json[] | undefined {
  const constant = at(schema, 'const');
  if (constant !== undefined) return [constant];
  const values = at(schema, 'enum');
  return Array.isArray(values) ? values : undefined;
}

function listedTypes(schema: JsonObject): readonly string[] | undefined {
  const type = at(schema, 'type');
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.filter((each) => typeof each === 'string') : undefined;
}

function jsonType(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

function wordsOfTypes(types: readonly string[]): string {
  return types.map((type) => TYPE_WORDS[type] ?? type).join(' or ');
}

function wordsFor(values: readonly Json[]): string {
  const words = values.slice(0, 5).map((value) => JSON.stringify(value));
  return words.join(', ') + (values.length > 5 ? ' …' : '');
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function at(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = at(object, key);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** Equal as JSON, whatever the order of properties. */
function isSame(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isSame(item, right[index] as Json))
    );
  }
  const [a, b] = [left as JsonObject, right as JsonObject];
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key] as Json, b[key] as Json))
  );
}
