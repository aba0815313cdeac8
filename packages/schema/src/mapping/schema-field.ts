import type { Json, JsonObject } from '../run/json.ts';
import { type FieldPath, ITEM } from './field-path.ts';

export type FieldType = 'text' | 'number' | 'integer' | 'boolean' | 'object' | 'list' | 'any';

/** One field of a contract, as a tree shows it and as a line can reach it. */
export interface SchemaField {
  /** Property name; `''` for the whole and for the items of a list. */
  readonly name: string;
  readonly path: FieldPath;
  readonly type: FieldType;
  /** It must be there whenever what it lies in is there. */
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  /** JSON Schema `format`: `date-time`, `email`. */
  readonly format?: string;
  /** All values it may have. */
  readonly values?: readonly Json[];
  readonly description?: string;
  /** Personal or secret: masked in samples (`x-sensitive`). */
  readonly isSensitive?: true;
  /** The system that decides what the field says (`x-owner`). */
  readonly owner?: string;
  /** An object that has no other fields than these (`additionalProperties: false`). */
  readonly isClosed?: true;
  /** The contract refers to itself here; what would follow repeats what is above. */
  readonly isRecursive?: true;
  /** Properties of an object, in the order of the contract; the one item of a list. */
  readonly children: readonly SchemaField[];
}

/** Deeper or larger contracts are cut; the fields that are cut off can be mapped as text. */
const MAX_DEPTH = 24;
const MAX_FIELDS = 20_000;

interface Walk {
  readonly root: Json;
  readonly refs: readonly string[];
  readonly budget: { left: number };
}

/**
 * The fields of a JSON Schema (2020-12). `$ref` within the document is followed, `allOf` is joined, of `anyOf` and `oneOf` every
 * alternative's fields are there, required only where all alternatives require them. What it does not know is `any`.
 */
export function fieldsOf(schema: Json): SchemaField {
  const walk: Walk = { root: schema, refs: [], budget: { left: MAX_FIELDS } };
  return fieldOf(walk, schema, { name: '', path: [], isRequired: true });
}

function fieldOf(walk: Walk, schema: Json, place: Pick<SchemaField, 'name' | 'path' | 'isRequired'>): SchemaField {
  walk.budget.left -= 1;
  const shape = shapeOf(walk, schema);
  const common = { ...place, isNullable: shape.isNullable, ...detailsOf(shape) };
  const isCut = place.path.length >= MAX_DEPTH || walk.budget.left <= 0;
  if (shape.isRecursive || isCut) return { ...common, type: shape.type, isRecursive: true, children: [] };
  const inside = { ...walk, refs: shape.refs };
  return { ...common, type: shape.type, children: childrenOf(inside, shape, place.path) };
}

function childrenOf(walk: Walk, { type, properties, required, items }: Shape, path: FieldPath): readonly SchemaField[] {
  if (type === 'list') {
    return [fieldOf(walk, items ?? true, { name: '', path: [...path, ITEM], isRequired: true })];
  }
  return [...properties].flatMap(([name, schema]) =>
    walk.budget.left <= 0 ? [] : fieldOf(walk, schema, { name, path: [...path, name], isRequired: required.has(name) }),
  );
}

interface Shape {
  readonly type: FieldType;
  readonly isNullable: boolean;
  readonly isRecursive: boolean;
  readonly properties: ReadonlyMap<string, Json>;
  readonly required: ReadonlySet<string>;
  readonly items?: Json;
  readonly details: JsonObject;
  readonly refs: readonly string[];
}

const NOTHING: Shape = {
  type: 'any',
  isNullable: true,
  isRecursive: false,
  properties: new Map(),
  required: new Set(),
  details: {},
  refs: [],
};

/** A schema with its references and combinations resolved, one level deep. */
function shapeOf(walk: Walk, schema: Json): Shape {
  if (!isObject(schema)) return { ...NOTHING, refs: walk.refs };
  const own = ownShape(walk, schema);
  const parts: Shape[] = [own];
  const ref = schema.$ref;
  if (typeof ref === 'string') {
    if (walk.refs.filter((seen) => seen === ref).length > 1) return { ...own, isRecursive: true };
    const target = resolve(walk.root, ref);
    if (target !== undefined) parts.push(shapeOf({ ...walk, refs: [...walk.refs, ref] }, target));
  }
  for (const part of listAt(schema, 'allOf')) parts.push(shapeOf(walk, part));
  const alternatives = [...listAt(schema, 'anyOf'), ...listAt(schema, 'oneOf')].map((part) => shapeOf(walk, part));
  if (alternatives.length > 0) parts.push(eitherOf(alternatives));
  return parts.reduce(bothOf);
}

const TYPES: Readonly<Record<string, FieldType>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  object: 'object',
  array: 'list',
};

function ownShape({ refs }: Walk, schema: JsonObject): Shape {
  const named = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => typeof type === 'string');
  const values = schema.const === undefined ? schema.enum : [schema.const];
  const listed = Array.isArray(values) ? values : undefined;
  const types = [...new Set([...named, ...(named.length === 0 && listed ? listed.map(jsonTypeOf) : [])])];
  const real = types.filter((type) => type !== 'null');
  const properties = isObject(schema.properties) ? new Map(Object.entries(schema.properties)) : new Map<string, Json>();
  const implied = properties.size > 0 ? 'object' : schema.items === undefined ? undefined : 'array';
  const only = real.length === 1 ? real[0] : real.length === 0 && !types.includes('null') ? implied : undefined;
  const both = real.length === 2 && real.includes('integer') && real.includes('number') ? 'number' : only;
  return {
    type: TYPES[both ?? ''] ?? 'any',
    isNullable: types.includes('null') || (types.length === 0 && implied === undefined),
    isRecursive: false,
    properties,
    required: new Set(listAt(schema, 'required').filter((name) => typeof name === 'string')),
    ...(schema.items !== undefined && { items: schema.items }),
    details: { ...schema, ...(listed && { values: listed.filter((value) => value !== null) }) },
    refs,
  };
}

/** `allOf`, and a `$ref` with words beside it: everything that one of them says holds. */
function bothOf(left: Shape, right: Shape): Shape {
  const isOpen = (shape: Shape): boolean => shape.type === 'any' && shape.isNullable;
  return {
    type: left.type === 'any' ? right.type : left.type,
    isNullable: isOpen(left) ? right.isNullable : isOpen(right) ? left.isNullable : left.isNullable && right.isNullable,
    isRecursive: left.isRecursive || right.isRecursive,
    properties: new Map([...right.properties, ...left.properties]),
    required: new Set([...left.required, ...right.required]),
    ...((left.items ?? right.items) !== undefined && { items: left.items ?? right.items ?? true }),
    details: { ...right.details, ...left.details },
    refs: right.refs.length > left.refs.length ? right.refs : left.refs,
  };
}

function eitherOf(alternatives: readonly Shape[]): Shape {
  const real = alternatives.filter(({ type, details }) => type !== 'any' || details.type !== 'null');
  const [first = NOTHING, ...others] = real;
  const isOneType = others.every(({ type }) => type === first.type);
  const values = real.every(({ details }) => Array.isArray(details.values))
    ? real.flatMap(({ details }) => details.values as readonly Json[])
    : undefined;
  return {
    type: isOneType ? first.type : 'any',
    isNullable: real.length < alternatives.length || alternatives.some(({ isNullable }) => isNullable),
    isRecursive: real.some(({ isRecursive }) => isRecursive),
    properties: new Map(real.flatMap(({ properties }) => [...properties])),
    required: new Set([...first.required].filter((name) => others.every(({ required }) => required.has(name)))),
    ...(first.items !== undefined && { items: first.items }),
    details: real.length === 1 ? first.details : values ? { values } : {},
    refs: real.reduce<readonly string[]>((most, { refs }) => (refs.length > most.length ? refs : most), []),
  };
}

function detailsOf({ details }: Shape): Partial<SchemaField> {
  const { format, description, values } = details;
  return {
    ...(typeof format === 'string' && { format }),
    ...(typeof description === 'string' && { description }),
    ...(Array.isArray(values) && { values }),
    ...(details['x-sensitive'] === true && { isSensitive: true as const }),
    ...(typeof details['x-owner'] === 'string' && { owner: details['x-owner'] }),
    ...(details.additionalProperties === false && { isClosed: true as const }),
  };
}

function jsonTypeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function listAt(schema: JsonObject, key: string): readonly Json[] {
  const list = Object.hasOwn(schema, key) ? schema[key] : undefined;
  return Array.isArray(list) ? list : [];
}

/** `#/$defs/money`, JSON Pointer in a fragment; undefined for other documents and anchors. */
function resolve(root: Json, ref: string): Json | undefined {
  if (!ref.startsWith('#')) return undefined;
  const steps = decodeURIComponent(ref.slice(1)).split('/').slice(1);
  return steps.reduce<Json | undefined>((at, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, root);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
