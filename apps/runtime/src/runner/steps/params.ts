import type { NodeDefinition } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** What a form and the runner read from a parameter's `.meta()`, as it stands in the JSON Schema. */
interface ParamSchema {
  readonly editor?: string;
  readonly fixed?: boolean;
  readonly properties?: Readonly<Record<string, ParamSchema>>;
  readonly additionalProperties?: ParamSchema | boolean;
  readonly items?: ParamSchema | boolean;
  readonly anyOf?: readonly ParamSchema[];
  readonly allOf?: readonly ParamSchema[];
}

/** The places of a node's parameters that are more than values, by JSON pointer. */
export interface ParamPlaces {
  /** Texts of expressions, without the leading `=`. */
  readonly expressions: Readonly<Record<string, string>>;
  /** Texts of scripts; the pointer without its first slash is the field a node passes to `ctx.script`. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Finds expressions, scripts and secrets in raw parameters, by what the type's schema says about each place. */
export function paramPlaces(definition: NodeDefinition, params: Readonly<Record<string, Json>>): ParamPlaces {
  const places = { expressions: {}, scripts: {}, secrets: [] };
  const schema = z.toJSONSchema(definition.params, { io: 'input', unrepresentable: 'any' }) as ParamSchema;
  collect(params, [schema], '', places);
  return places;
}

interface Found {
  readonly expressions: Record<string, string>;
  readonly scripts: Record<string, string>;
  readonly secrets: string[];
}

/** `schemas` are all that may describe the value: more than one below a union. */
function collect(value: Json, schemas: readonly ParamSchema[], pointer: string, found: Found): void {
  const own = schemas.flatMap(alternatives);
  const editor = own.find((schema) => schema.editor !== undefined)?.editor;
  if (editor === 'secret') found.secrets.push(pointer);
  if (typeof value === 'string') {
    if (editor === 'code') found.scripts[pointer] = value;
    else if (own.some(({ fixed }) => fixed)) return;
    else if (value.startsWith('=')) found.expressions[pointer] = value.slice(1);
    // Such a parameter is an expression in any case; the sign is only how it is usually stored.
    else if (editor === 'expression' && value.trim() !== '') found.expressions[pointer] = value;
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const below = own.flatMap((schema) => childSchemas(schema, key, Array.isArray(value)));
    collect(item, below, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, found);
  }
}

function alternatives(schema: ParamSchema): readonly ParamSchema[] {
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.allOf ?? [])].flatMap(alternatives)];
}

function childSchemas(schema: ParamSchema, key: string, inList: boolean): readonly ParamSchema[] {
  const { properties = {}, items, additionalProperties } = schema;
  const child = inList ? items : Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
  return typeof child === 'object' ? [child] : [];
}

/** A copy of `params` with the values at some JSON pointers replaced. */
export function replaceAt(params: Readonly<Record<string, Json>>, values: Readonly<Record<string, Json>>): Json {
  if (Object.keys(values).length === 0) return params;
  const copy = structuredClone(params) as Json;
  for (const [pointer, value] of Object.entries(values)) {
    const keys = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop();
    let at = copy as Record<string, Json> | undefined;
    for (const key of keys) at = at && Object.hasOwn(at, key) ? (at[key] as Record<string, Json>) : undefined;
    if (at && last !== undefined && Object.hasOwn(at, last)) at[last] = value;
  }
  return copy;
}
