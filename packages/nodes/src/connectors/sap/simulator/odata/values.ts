import { isObject, type JsonObject, type JsonValue } from '../../../../simulators/kit/exchange.ts';
import { parseDecimal, trimDecimal } from './decimal.ts';
import type { EdmValue, EntitySet, Field } from './entity.ts';
import { ODataError } from './error.ts';

const CODE_READ = '005056A509B11EE1B9A8FEC11C23378E';
const CODE_NAME = '005056A509B11EE1B9A8FEC11C21D78E';

/**
 * The properties a caller sent, checked against the set. Navigations are left out.
 *
 * @throws ODataError 400 in the words of SAP Gateway: an unknown property, a JSON number where the text of a decimal
 *   belongs, a text too long
 */
export function readProperties(set: EntitySet, body: JsonValue, access: 'create' | 'write'): Record<string, EdmValue> {
  if (!isObject(body)) throw new ODataError(400, CODE_READ, 'Malformed request body: an object was expected');
  const values: Record<string, EdmValue> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === '__metadata' || name in set.navigations) continue;
    const field = set.fields.find((candidate) => candidate.name === name);
    if (!field) throw new ODataError(400, CODE_NAME, `Property '${name}' is invalid`, name);
    // SAP Gateway drops what the caller may not set instead of refusing it.
    if (field.access === 'read' || (access === 'write' && field.access === 'create')) continue;
    values[name] = readValue(field, value);
  }
  return values;
}

/** The records of a deep insert: `{ results: [...] }`, or a bare array, which Gateway takes as well. */
export function readNested(body: JsonObject, navigation: string): readonly JsonValue[] {
  const nested = body[navigation];
  if (nested === undefined || nested === null) return [];
  const list = isObject(nested) ? nested.results : nested;
  if (Array.isArray(list)) return list;
  throw new ODataError(400, CODE_READ, `Failed to read property '${navigation}'`, navigation);
}

function readValue(field: Field, value: JsonValue): EdmValue {
  const unreadable = new ODataError(400, CODE_READ, `Failed to read property '${field.name}'`, field.name);
  switch (field.type) {
    case 'Edm.String': {
      if (value === null) return '';
      if (typeof value !== 'string') throw unreadable;
      if (field.max !== undefined && [...value].length > field.max) {
        const text = `Property '${field.name}' has invalid value '${value}'`;
        throw new ODataError(400, CODE_READ, text, field.name);
      }
      return value;
    }
    case 'Edm.Decimal':
      if (typeof value !== 'string' || parseDecimal(value, field.scale ?? 3) === undefined) throw unreadable;
      return trimDecimal(value);
    case 'Edm.Boolean':
      if (typeof value !== 'boolean') throw unreadable;
      return value;
    case 'Edm.DateTime':
    case 'Edm.DateTimeOffset': {
      if (value === null) return null;
      const ms = typeof value === 'string' ? readDate(value) : undefined;
      if (ms === undefined) throw unreadable;
      return ms;
    }
    default:
      return field.type satisfies never;
  }
}

/** `/Date(1471392000000)/`, `/Date(1472796947125+0000)/` or `2016-08-17T00:00:00`, as milliseconds. */
export function readDate(text: string): number | undefined {
  const ticks = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  if (ticks !== undefined) return Number(ticks);
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.test(text)) return undefined;
  const ms = Date.parse(/T/.test(text) && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** A value as verbose JSON of OData v2 prints it. */
export function printValue(type: Field['type'], value: EdmValue): EdmValue {
  if (typeof value !== 'number') return value;
  return type === 'Edm.DateTimeOffset' ? `/Date(${value}+0000)/` : `/Date(${value})/`;
}
