import { type Resolved, resolver } from '../contracts/resolve.ts';
import type { Json, JsonObject } from '../run/json.ts';

export interface Masked {
  readonly value: Json;
  /** Places whose value was replaced, as JSON pointers, in the order of the message. */
  readonly masked: readonly string[];
}

/**
 * A message of a run as it may be kept beside a map: what the contract calls personal or secret (`x-sensitive`), and what it does not name
 * at all, is replaced by something of the same shape: letters by x, digits by 0, the part of an address of e-mail before the @. Length,
 * capitals, punctuation and equality stay, so that patterns still hold and the map takes the same way.
 *
 * @param schema contract of the message; without one everything is masked
 */
export function maskSample(schema: Json | undefined, value: Json): Masked {
  const masked: string[] = [];
  const resolve = resolver(schema ?? true);
  return { value: walk({ resolve, masked }, [resolve(schema ?? true)], value, { path: '', isMasked: false }), masked };
}

interface Walk {
  readonly resolve: (schema: Json) => Resolved;
  readonly masked: string[];
}

interface Place {
  readonly path: string;
  /** Something around it is sensitive. */
  readonly isMasked: boolean;
}

/** `schemas`: all that may speak of the value; none means that the contract does not know it. */
function walk(all: Walk, schemas: readonly Resolved[], value: Json, place: Place): Json {
  const parts = schemas.flatMap(partsOf);
  const isMasked = place.isMasked || parts.some((part) => part['x-sensitive'] === true);
  if (Array.isArray(value)) {
    const items = parts.flatMap(({ items: inner }) => (inner === undefined ? [] : [all.resolve(inner)]));
    return value.map((item: Json, at) => walk(all, items, item, { path: `${place.path}/${at}`, isMasked }));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([name, inner]) => {
        const path = `${place.path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        return [name, walk(all, propertyOf(all, parts, name), inner, { path, isMasked })];
      }),
    );
  }
  const isKnown = parts.some((part) => saysSomething(part));
  if (isKnown && !isMasked) return value;
  const replaced = maskValue(value, parts);
  if (replaced !== value) all.masked.push(place.path);
  return replaced;
}

/** A schema with each of its alternatives: what one of them calls sensitive is. */
function partsOf({ schema, alternatives, always, never }: Resolved): readonly JsonObject[] {
  if (always || never) return [];
  return [schema, ...alternatives.flatMap(partsOf)];
}

function propertyOf(all: Walk, parts: readonly JsonObject[], name: string): readonly Resolved[] {
  return parts.flatMap(({ properties, additionalProperties: rest }) => {
    const own = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : rest;
    return own === undefined || typeof own === 'boolean' ? [] : [all.resolve(own)];
  });
}

/** Whether a schema says what a plain value is. */
function saysSomething({ type, enum: values, const: only, pattern, format }: JsonObject): boolean {
  return [type, values, only, pattern, format].some((rule) => rule !== undefined);
}

function maskValue(value: Json, parts: readonly JsonObject[]): Json {
  if (typeof value === 'boolean' || value === null) return value;
  // One of a few words is nobody's secret, and any other one would break the contract.
  if (parts.some((part) => Array.isArray(part.enum) || part.const !== undefined)) return value;
  if (typeof value === 'number') return numberWithin(parts);
  if (typeof value !== 'string') return value;
  const formats = parts.map(({ format }) => format);
  if (formats.some((format) => format === 'date-time' || format === 'date'))
    return value.replace(/^\d{4}-\d\d-\d\d/, '2000-01-01');
  const at = value.lastIndexOf('@');
  return at > 0 ? `${letters(value.slice(0, at))}@example.com` : letters(value);
}

function letters(text: string): string {
  return text
    .replace(/\p{N}/gu, '0')
    .replace(/\p{Lu}/gu, 'X')
    .replace(/\p{L}/gu, (letter) => (letter === 'X' ? 'X' : 'x'));
}

function numberWithin(parts: readonly JsonObject[]): number {
  const [minimum] = parts.flatMap((part) => (typeof part.minimum === 'number' ? [part.minimum] : []));
  const [maximum] = parts.flatMap((part) => (typeof part.maximum === 'number' ? [part.maximum] : []));
  return Math.min(Math.max(0, minimum ?? 0), maximum ?? Number.POSITIVE_INFINITY);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
