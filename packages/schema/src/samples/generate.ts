import { type Resolved, resolver } from '../contracts/resolve.ts';
import { canonicalJson } from '../graph/serialise.ts';
import type { Json, JsonObject } from '../run/json.ts';
import { textFor, type Wish, wholeOf } from './generate-values.ts';
import { type Random, randomOf } from './random.ts';

/** A message that keeps a contract, and what is special about it. */
export interface Generated {
  /** `Smallest`, `Code 2`: what the sample is called. */
  readonly name: string;
  readonly why: string;
  readonly value: Json;
}

export interface GenerateOptions {
  /** The same seed gives the same samples. */
  readonly seed: number;
  /** An example of the contract: where its values are taken from as far as they are there. */
  readonly example?: Json | undefined;
  /** Varied ones besides the boundary cases. */
  readonly varied?: number;
}

/** Lists of codes longer than this are not gone through to the end. */
const MOST_CODES = 12;
/** Deeper than this only what must be there is there. */
const DEEP = 8;
/** A contract that asks for itself without end has no smallest message. */
const TOO_DEEP = 60;

/**
 * Messages of a contract: the boundary cases (only what must be there; everything, at its longest; null wherever null may be; texts that
 * break careless code), one for each place in the lists of codes, and varied ones. What `not`, `if` and `dependentRequired` say is not
 * looked at. Equal messages are there once.
 */
export function generateSamples(schema: Json, options: GenerateOptions): readonly Generated[] {
  const { seed, example, varied = 1 } = options;
  const resolve = resolver(schema);
  const made = (wish: Wish, random: Random): Json =>
    messageOf({ resolve, wish, random, example }, schema, { path: [], depth: 0, name: 'value' }) ?? null;
  const codes = { most: 0 };
  const cases: (readonly [string, string, Wish])[] = [
    ['Usual', 'every field, with usual values', { size: 'usual', optional: 'all' }],
    ['Smallest', 'only what must be there, as short as it may be', { size: 'short', optional: 'none' }],
    ['Largest', 'every field, as long and as many as may be', { size: 'long', optional: 'all' }],
    ['Nulls', 'null wherever null may be', { size: 'usual', optional: 'all', nulls: true }],
    ['Unusual texts', 'quotes, line breaks and letters of all scripts', { size: 'usual', optional: 'all', odd: true }],
  ];
  const found = cases.map(([name, why, wish], index): Generated => {
    const counted = { ...wish, seen: (count: number) => (codes.most = Math.max(codes.most, count)) };
    return { name, why, value: made(counted, randomOf(seed + index)) };
  });
  for (let code = 0; code < Math.min(codes.most, MOST_CODES); code++) {
    const wish: Wish = { size: 'usual', optional: 'all', code };
    const why = `value ${code + 1} of each list of codes`;
    found.push({ name: `Codes ${code + 1}`, why, value: made(wish, randomOf(seed + 100)) });
  }
  for (let count = 0; count < varied; count++) {
    const wish: Wish = { size: 'usual', optional: 'some' };
    const name = varied === 1 ? 'Varied' : `Varied ${count + 1}`;
    found.push({ name, why: 'some fields, by chance', value: made(wish, randomOf(seed + 1000 + count)) });
  }
  const distinct = new Map(found.toReversed().map((each) => [canonicalJson(each.value), each]));
  return found.filter((each) => distinct.get(canonicalJson(each.value)) === each);
}

interface Making {
  readonly resolve: (schema: Json) => Resolved;
  readonly wish: Wish;
  readonly random: Random;
  readonly example: Json | undefined;
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly depth: number;
  readonly name: string;
}

/** Undefined where the contract allows nothing. */
function messageOf(making: Making, schema: Json, place: Place): Json | undefined {
  const resolved = making.resolve(schema);
  if (resolved.never || place.depth > TOO_DEEP) return undefined;
  if (resolved.always) return exampleAt(making.example, place.path) ?? place.name;
  const chosen = oneOf(making, resolved);
  return chosen && plainValue(making, chosen, place);
}

/** Of alternatives the one that is wished for: null where null is, the last by the largest, else the first or any. */
function oneOf({ wish, random }: Making, { alternatives, schema }: Resolved): JsonObject | undefined {
  if (alternatives.length === 0) return schema;
  const possible = alternatives.flatMap((each) => (each.never || each.alternatives.length > 0 ? [] : [each.schema]));
  const empty = possible.filter((each) => each.type === 'null');
  if (wish.nulls && empty[0]) return empty[0];
  const real = possible.filter((each) => !empty.includes(each));
  if (real.length === 0) return empty[0];
  if (wish.size === 'long') return real.at(-1);
  return wish.optional === 'some' ? random.pick(real) : real[0];
}

function plainValue(making: Making, schema: JsonObject, place: Place): Json | undefined {
  const { wish, random, example } = making;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return codeOf(making, schema.enum);
  const types = typesOf(schema);
  if (wish.nulls && types.includes('null')) return null;
  const real = types.filter((type) => type !== 'null');
  const type = wish.size === 'long' ? real.at(-1) : wish.optional === 'some' ? random.pick(real) : real[0];
  const known = exampleAt(example, place.path);
  switch (type) {
    case 'object':
      return objectOf(making, schema, place);
    case 'array':
      return listOf(making, schema, place);
    case 'string':
      return textFor(schema, { wish, random, known, name: place.name });
    case 'integer':
    case 'number':
      return wholeOf(schema, { wish, random, known }, type === 'integer');
    case 'boolean':
      return typeof known === 'boolean' && wish.optional !== 'some' ? known : random.whole(2) === 1;
    default:
      return null;
  }
}

function codeOf({ wish, random }: Making, values: readonly Json[]): Json {
  wish.seen?.(values.length);
  if (wish.nulls && values.includes(null)) return null;
  if (wish.code !== undefined) return values[wish.code % values.length] as Json;
  return wish.optional === 'some' ? random.pick(values) : (values.find((value) => value !== null) ?? null);
}

function objectOf(making: Making, schema: JsonObject, place: Place): Json {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = new Set((Array.isArray(schema.required) ? schema.required : []).map(String));
  const names = [...Object.keys(properties), ...[...required].filter((name) => !Object.hasOwn(properties, name))];
  if (names.length === 0) return isObject(exampleAt(making.example, place.path)) ? copyOf(making, place) : {};
  const { wish, random } = making;
  const isWanted = (name: string): boolean => {
    if (required.has(name)) return true;
    if (place.depth >= DEEP || wish.optional === 'none') return false;
    return wish.optional === 'all' || random.whole(2) === 1;
  };
  const wanted = names.filter(isWanted);
  // Of fields of which none must be there, as many as there must be: those of the example first.
  const least = Number(schema.minProperties ?? 0) - wanted.length;
  const known = exampleAt(making.example, place.path);
  const rest = names
    .filter((name) => !wanted.includes(name))
    .toSorted((a, b) => Number(isObject(known) && b in known) - Number(isObject(known) && a in known));
  const made = [...wanted, ...rest.slice(0, Math.max(0, least))].flatMap((name): [string, Json][] => {
    const inner = properties[name] ?? schema.additionalProperties ?? true;
    const value = messageOf(making, inner, { path: [...place.path, name], depth: place.depth + 1, name });
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(made);
}

/** An object the contract says nothing about: as the example has it. */
function copyOf({ example, wish }: Making, { path }: Place): Json {
  return wish.optional === 'none' ? {} : (exampleAt(example, path) ?? {});
}

const MOST_ITEMS = 4;

function listOf(making: Making, schema: JsonObject, place: Place): Json {
  const least = Number(schema.minItems ?? 0);
  const most = Math.max(least, Math.min(Number(schema.maxItems ?? MOST_ITEMS), MOST_ITEMS));
  const { wish, random } = making;
  const deep = place.depth >= DEEP;
  const usual = Math.min(most, Math.max(least, wish.optional === 'some' ? random.whole(3) : 1));
  const count = wish.size === 'short' || deep ? least : wish.size === 'long' ? most : usual;
  const items: Json[] = [];
  for (let at = 0; at < count; at++) {
    const inside = { path: [...place.path, at], depth: place.depth + 1, name: place.name };
    const item = messageOf(making, schema.items ?? true, inside);
    if (item === undefined) break;
    if (schema.uniqueItems === true && items.some((each) => canonicalJson(each) === canonicalJson(item))) continue;
    items.push(item);
  }
  return items;
}

function typesOf({ type, properties, items }: JsonObject): readonly string[] {
  const named = [type].flat().filter((each) => typeof each === 'string');
  if (named.length > 0) return named;
  return isObject(properties) ? ['object'] : items === undefined ? ['string'] : ['array'];
}

/** The value of the example at a path; of a list the first item where there is no other. */
function exampleAt(example: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let at = example;
  for (const step of path) {
    if (Array.isArray(at) && typeof step === 'number') at = at[Math.min(step, at.length - 1)];
    else if (isObject(at) && typeof step === 'string' && Object.hasOwn(at, step)) at = at[step];
    else return undefined;
  }
  return at;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
