import type { Json, JsonObject } from '../run/json.ts';

/** Schemas that several operations use, each once and by name. */
export interface SharedSchemas {
  /** The schema, or where it stands in the document when it has a title or parts of its own. The same schema has one place. */
  place(schema: Json): Json;
  /** Everything placed so far, by name. */
  all(): Readonly<Record<string, Json>>;
}

const PLACE = '#/components/schemas/';

/**
 * A schema that refers to its own parts (`#/$defs/money`) means the root of the document when it stands inside of one, so it and its parts
 * go to the components, and what refers to them is led there. @see OpenAPI 3.1.1, 4.6.1 (base URI of a schema without `$id`)
 */
export function sharedSchemas(taken: Readonly<Record<string, Json>>): SharedSchemas {
  const placed = new Map<string, Json>();
  const nameOf = new Map<string, string>();

  function place(schema: Json): Json {
    if (!isObject(schema) || (schema.title === undefined && schema.$defs === undefined)) return schema;
    const text = JSON.stringify(schema);
    const known = nameOf.get(text);
    if (known !== undefined) return { $ref: `${PLACE}${known}` };
    const name = freeName(typeof schema.title === 'string' ? schema.title : 'Schema');
    nameOf.set(text, name);
    const { $schema: _, $defs: parts, ...root } = schema;
    placed.set(name, led(root, name));
    for (const [part, value] of Object.entries(isObject(parts) ? parts : {}))
      placed.set(`${name}.${part}`, led(value, name));
    return { $ref: `${PLACE}${name}` };
  }

  function freeName(wanted: string): string {
    const base = wanted.replaceAll(/[^A-Za-z0-9_-]+/g, '') || 'Schema';
    for (let at = 1; ; at += 1) {
      const name = at === 1 ? base : `${base}${at}`;
      if (!placed.has(name) && !Object.hasOwn(taken, name)) return name;
    }
  }

  return { place, all: () => Object.fromEntries(placed) };
}

/** The schema with references to the root and the parts of `name` as they are in the components. */
function led(schema: Json, name: string): Json {
  if (Array.isArray(schema)) return schema.map((each: Json) => led(each, name));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]): [string, Json] => {
      if (key !== '$ref' || typeof value !== 'string') return [key, led(value, name)];
      if (value === '#') return [key, `${PLACE}${name}`];
      const part = /^#\/\$defs\/([^/]+)(.*)$/.exec(value);
      if (part) return [key, `${PLACE}${name}.${part[1]}${part[2]}`];
      return [key, value.startsWith('#/') ? `${PLACE}${name}${value.slice(1)}` : value];
    }),
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
