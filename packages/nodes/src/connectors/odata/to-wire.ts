import type { Json, JsonObject } from '@lockstep/schema/run';
import { near } from '../kit/near.ts';
import { isObject } from '../kit/read-json.ts';
import { shortName } from './addresses.ts';
import type { Field, ODataModel, StructuredType } from './model.ts';

/** A record as it is sent, or everything that is wrong with it, a sentence each. */
export type Written =
  | {
      readonly body: JsonObject;
      /** Numbers are written as text, which the content type must say (`IEEE754Compatible=true`). */
      readonly numbersAsText: boolean;
    }
  | { readonly wrong: readonly string[] };

/**
 * Checks a plain record against its type and writes it the way the service wants it: v2 takes decimals and long integers as text,
 * times as `/Date(ms)/` and lists of a deep insert as `{ results: [] }`; v4 takes numbers, and all of them as text as soon as one of
 * them has more digits than a JSON number keeps.
 *
 * @see OData v2 JSON format, 4; OData JSON format 4.01, 7
 */
export function toWire(model: ODataModel, type: StructuredType, record: JsonObject): Written {
  const work: Work = { model, wrong: [], numbersAsText: false, tooLong: false };
  const body = structure(work, type, { value: record, place: '' });
  if (work.wrong.length > 0) return { wrong: work.wrong };
  if (!work.tooLong) return { body, numbersAsText: false };
  const again: Work = { ...work, numbersAsText: true };
  return { body: structure(again, type, { value: record, place: '' }), numbersAsText: true };
}

interface Work {
  readonly model: ODataModel;
  readonly wrong: string[];
  readonly numbersAsText: boolean;
  /** A number was met that JSON would round. */
  tooLong: boolean;
}

function structure(
  work: Work,
  type: StructuredType,
  { value, place }: { readonly value: JsonObject; readonly place: string },
): JsonObject {
  const entries = Object.entries(value).flatMap(([name, given]): readonly (readonly [string, Json])[] => {
    const at = place === '' ? name : `${place}.${name}`;
    const field = type.fields.get(name);
    if (field) return [[name, fieldValue(work, field, { value: given, place: at })]];
    const link = type.links.get(name);
    if (link) return [[name, linked(work, link, { value: given, place: at })]];
    // Annotations of v4, such as `to_Item@odata.bind`.
    if (type.open || name.includes('@')) return [[name, given]];
    const known = [...type.fields.keys(), ...type.links.keys()];
    work.wrong.push(`${at} is no field of ${shortName(type)}${near(name, known)}`);
    return [];
  });
  return Object.fromEntries(entries);
}

function linked(
  work: Work,
  { type: name, many }: { readonly type: string; readonly many: boolean },
  { value, place }: { readonly value: Json; readonly place: string },
): Json {
  const type = work.model.types.get(name);
  const inside = (one: Json, at: string): Json => {
    if (type && isObject(one)) return structure(work, type, { value: one, place: at });
    work.wrong.push(`${at} must be an object.`);
    return null;
  };
  if (!many) return value === null ? null : inside(value, place);
  if (!Array.isArray(value)) {
    work.wrong.push(`${place} must be a list.`);
    return null;
  }
  const items = value.map((one, index) => inside(one, `${place}[${index}]`));
  return work.model.version === 'v2' ? { results: items } : items;
}

function fieldValue(
  work: Work,
  field: Field,
  { value, place }: { readonly value: Json; readonly place: string },
): Json {
  if (field.many) {
    if (!Array.isArray(value)) {
      work.wrong.push(`${place} must be a list.`);
      return null;
    }
    return value.map((one, index) => single(work, field, { value: one, place: `${place}[${index}]` }));
  }
  return single(work, field, { value, place });
}

function single(work: Work, field: Field, { value, place }: { readonly value: Json; readonly place: string }): Json {
  if (value === null) {
    if (!field.nullable) work.wrong.push(`${place} must not be null.`);
    return null;
  }
  const complex = work.model.types.get(field.type);
  if (complex) {
    if (isObject(value)) return structure(work, complex, { value, place });
    work.wrong.push(`${place} must be an object.`);
    return null;
  }
  if (typeof value === 'object') {
    work.wrong.push(`${place} must be a single value (${field.type}).`);
    return null;
  }
  if (typeof value === 'string' && field.maxLength !== undefined && field.type === 'Edm.String') {
    if ([...value].length > field.maxLength) {
      work.wrong.push(`${place} takes ${field.maxLength} characters and has ${[...value].length}.`);
    }
  }
  const members = work.model.enums.get(field.type);
  const written = members
    ? member(value, members)
    : work.model.version === 'v2'
      ? asV2(value, field.type)
      : asV4(work, value, field.type);
  if (written !== undefined) return written;
  const choice = members ? `one of ${[...members].slice(0, 10).join(', ')}` : field.type;
  work.wrong.push(`${place}: ${JSON.stringify(value)} is no ${choice}.`);
  return null;
}

/** Several flags may be set at a time. @see OData JSON format 4.01, 7.1 */
function member(value: Json, members: ReadonlySet<string>): Json | undefined {
  const fits = typeof value === 'string' && value.split(',').every((one) => members.has(one.trim()));
  return fits ? value : undefined;
}

type Scalar = string | number | boolean;
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function asV2(value: Scalar, type: string): Json | undefined {
  const text = String(value);
  switch (type) {
    case 'Edm.Decimal':
    case 'Edm.Double':
    case 'Edm.Single':
      return typeof value !== 'boolean' && NUMBER.test(text) ? text : undefined;
    case 'Edm.Int64':
      return typeof value !== 'boolean' && INTEGER.test(text) ? text : undefined;
    case 'Edm.DateTime':
      return /(Z|[+-]\d{2}:\d{2})$/.test(text) ? undefined : tick(DAY.test(text) ? `${text}T00:00:00Z` : `${text}Z`);
    case 'Edm.DateTimeOffset':
      return /(Z|[+-]\d{2}:\d{2})$/.test(text) ? tick(text, '+0000') : undefined;
    case 'Edm.Time': {
      const [, hours, minutes, seconds = '00'] = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? [];
      return hours === undefined ? undefined : `PT${hours}H${minutes}M${seconds}S`;
    }
    default:
      return plain(value, type);
  }
}

function tick(text: string, offset = ''): string | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : `/Date(${ms}${offset})/`;
}

function asV4(work: Work, value: Scalar, type: string): Json | undefined {
  const text = String(value);
  switch (type) {
    case 'Edm.Decimal':
    case 'Edm.Int64':
      if (typeof value === 'boolean' || !(type === 'Edm.Int64' ? INTEGER : NUMBER).test(text)) return undefined;
      if (digits(text) > 15) work.tooLong = true;
      return work.numbersAsText ? text : Number(text);
    case 'Edm.Double':
    case 'Edm.Single':
      return typeof value !== 'boolean' && NUMBER.test(text) ? Number(text) : undefined;
    case 'Edm.Date':
      return DAY.test(text) ? text : undefined;
    case 'Edm.DateTimeOffset':
      return Number.isNaN(Date.parse(text)) || DAY.test(text) ? undefined : text;
    default:
      return plain(value, type);
  }
}

/** Digits that count: a double keeps fifteen of them for sure. */
function digits(text: string): number {
  return text
    .replace(/e.*$/i, '')
    .replace(/[+\-.]/g, '')
    .replace(/^0+/, '').length;
}

function plain(value: Scalar, type: string): Json | undefined {
  switch (type) {
    case 'Edm.Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Edm.Byte':
    case 'Edm.SByte':
    case 'Edm.Int16':
    case 'Edm.Int32':
      return typeof value !== 'boolean' && INTEGER.test(String(value)) ? Number(value) : undefined;
    default:
      return typeof value === 'string' ? value : undefined;
  }
}
