import { type FieldPath, ITEM } from '../mapping/field-path.ts';
import type { Json, JsonObject } from '../run/json.ts';

/** What a form says of a field. */
export interface FieldDraft {
  readonly name: string;
  readonly type: 'text' | 'number' | 'integer' | 'boolean' | 'object' | 'list' | 'any';
  readonly isRequired: boolean;
  readonly description: string;
  /** The system that decides what it says; empty: none. */
  readonly owner: string;
  readonly isSensitive: boolean;
}

/** One change of the fields of a contract. */
export type SchemaEdit =
  | { readonly type: 'add'; readonly parent: FieldPath; readonly field: FieldDraft }
  | { readonly type: 'change'; readonly path: FieldPath; readonly field: FieldDraft }
  | { readonly type: 'remove'; readonly path: FieldPath };

/**
 * The schema after a change made by form: everything it does not speak of stays as it is, also the order of fields. A field that a
 * definition describes (`$ref`) is changed in the definition, for all who refer to it.
 *
 * @returns undefined when a form cannot do it: the field is not there, its name is taken, or it comes from `allOf`, `anyOf`, `oneOf`
 */
export function editSchema(schema: Json, edit: SchemaEdit): Json | undefined {
  const parent = edit.type === 'add' ? edit.parent : edit.path.slice(0, -1);
  const place = placeOf(schema, parent);
  const object = place && at(schema, place);
  if (!place || !isObject(object)) return undefined;
  const changed = fieldsEdited(object, edit);
  return changed && replaced(schema, place, changed);
}

/** The definition that a change below a path would be made in: `money`; undefined when it is the field's own. */
export function sharedBy(schema: Json, path: FieldPath): string | undefined {
  const place = placeOf(schema, path);
  return place?.[0] === '$defs' ? place[1] : undefined;
}

function fieldsEdited(object: JsonObject, edit: SchemaEdit): JsonObject | undefined {
  const properties = isObject(object.properties) ? object.properties : {};
  const old = edit.type === 'add' ? undefined : edit.path.at(-1);
  if (old === ITEM || (edit.type !== 'add' && (old === undefined || !Object.hasOwn(properties, old)))) return undefined;
  if (edit.type === 'remove') {
    const left = Object.entries(properties).filter(([name]) => name !== old);
    return withFields(
      object,
      Object.fromEntries(left),
      requiredOf(object).filter((name) => name !== old),
    );
  }
  const { name, isRequired } = edit.field;
  if (name !== old && (Object.hasOwn(properties, name) || name === '__proto__' || name === '')) return undefined;
  const before = old === undefined ? undefined : properties[old];
  const made = fieldSchema(before, edit.field);
  const entries = Object.entries(properties);
  const now =
    old === undefined
      ? [...entries, [name, made] as const]
      : entries.map((each) => (each[0] === old ? ([name, made] as const) : each));
  const others = requiredOf(object).filter((each) => each !== old && each !== name);
  const order = now.map(([each]) => each);
  const required = [...others, ...(isRequired ? [name] : [])].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  return withFields({ ...object, type: object.type ?? 'object' }, Object.fromEntries(now), required);
}

function withFields(object: JsonObject, properties: JsonObject, required: readonly string[]): JsonObject {
  const { required: _, ...rest } = object;
  return { ...rest, properties, ...(required.length > 0 && { required }) };
}

/** Keywords that a form sets; everything else of a field stays while its type does. */
function fieldSchema(before: Json | undefined, field: FieldDraft): JsonObject {
  const old = isObject(before) ? before : {};
  const { description: _, 'x-owner': __, 'x-sensitive': ___, ...rest } = old;
  // A reference, an enumeration or several types: no form can say it, so it stays.
  const type = before === undefined ? field.type : fieldType(before);
  const isSame = before !== undefined && (type === undefined || type === field.type);
  const { description, owner, isSensitive } = field;
  return {
    ...(isSame ? rest : TYPES[field.type]),
    ...(description.trim() !== '' && { description: description.trim() }),
    ...(owner.trim() !== '' && { 'x-owner': owner.trim() }),
    ...(isSensitive && { 'x-sensitive': true }),
  };
}

const TYPES: Readonly<Record<FieldDraft['type'], JsonObject>> = {
  text: { type: 'string', minLength: 1 },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  object: { type: 'object', properties: {}, additionalProperties: false },
  list: { type: 'array', items: {} },
  any: {},
};

const NAMES: Readonly<Record<string, FieldDraft['type']>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  object: 'object',
  array: 'list',
};

/** What a form calls the type of a field; a field that refers to a definition is whatever its form says, so it stays as it is. */
function fieldType(schema: Json): FieldDraft['type'] | undefined {
  if (!isObject(schema)) return undefined;
  const real = [schema.type ?? []].flat().filter((type) => type !== 'null');
  if (real.length === 0 && schema.$ref === undefined && schema.enum === undefined) return 'any';
  return real.length === 1 ? NAMES[String(real[0])] : undefined;
}

/** The type a form shows for a field, and whether the form may change it. */
export function shownType(schema: Json, path: FieldPath): FieldDraft['type'] | undefined {
  const place = placeOf(schema, path.slice(0, -1));
  const object = place && at(schema, place);
  const name = path.at(-1);
  if (!isObject(object) || !isObject(object.properties) || typeof name !== 'string') return undefined;
  const own = Object.hasOwn(object.properties, name) ? object.properties[name] : undefined;
  return own === undefined ? undefined : fieldType(own);
}

/** Where the schema of a field stands in the document, references followed. */
function placeOf(root: Json, path: FieldPath): readonly string[] | undefined {
  let place: readonly string[] | undefined = resolved(root, []);
  for (const step of path) {
    const object: Json | undefined = place && at(root, place);
    if (!place || !isObject(object)) return undefined;
    const next: readonly string[] = step === ITEM ? [...place, 'items'] : [...place, 'properties', step];
    place = at(root, next) === undefined ? undefined : resolved(root, next);
  }
  return place;
}

function resolved(root: Json, place: readonly string[]): readonly string[] | undefined {
  let here = place;
  for (let hops = 0; hops < 20; hops += 1) {
    const schema = at(root, here);
    const ref = isObject(schema) ? schema.$ref : undefined;
    if (typeof ref !== 'string') return here;
    if (!ref.startsWith('#/')) return undefined;
    here = ref
      .slice(2)
      .split('/')
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return undefined;
}

function at(root: Json, place: readonly string[]): Json | undefined {
  return place.reduce<Json | undefined>(
    (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    root,
  );
}

function replaced(value: Json, [step, ...rest]: readonly string[], next: Json): Json {
  if (step === undefined || !isObject(value)) return next;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === step ? replaced(each, rest, next) : each]),
  );
}

function requiredOf({ required }: JsonObject): readonly string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
