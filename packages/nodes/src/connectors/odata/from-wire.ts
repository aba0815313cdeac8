import type { Json, JsonObject } from '@lockstep/schema/run';
import { at, isObject, listAt, textAt } from '../kit/read-json.ts';
import type { ItemType, ODataModel, StructuredType } from './model.ts';

/** A record as flows see it: its fields, without the service's own words. */
export interface PlainRecord {
  /** Key fields and their values: what `key` of the other steps takes. */
  readonly key: JsonObject;
  /** What the record was when it was read; absent where the service gives none. */
  readonly etag?: string;
  readonly fields: JsonObject;
}

/** A page of records, and where the next one is. */
export interface Page {
  readonly records: readonly JsonObject[];
  readonly next?: string;
  readonly count?: number;
}

/** Decimals stay text as they come; times are ISO 8601, without a zone where the service has none (`Edm.DateTime`). */
export function fromWire(model: ODataModel, type: StructuredType, record: JsonObject): PlainRecord {
  const etag = model.version === 'v2' ? textAt(record, '__metadata', 'etag') : textAt(record, '@odata.etag');
  const fields = plainStructure(model, type, record);
  const key = Object.fromEntries(type.keys.map((name) => [name, fields[name] ?? null]));
  return { key, ...(etag !== undefined && { etag }), fields };
}

/** @returns undefined when the body is no page */
export function pageOf({ version }: ODataModel, body: Json | undefined): Page | undefined {
  const holder = version === 'v2' ? at(body, 'd') : body;
  const list = version === 'v2' ? (Array.isArray(holder) ? holder : at(holder, 'results')) : at(holder, 'value');
  if (!Array.isArray(list)) return undefined;
  const next = version === 'v2' ? textAt(holder, '__next') : textAt(holder, '@odata.nextLink');
  const counted = Number(version === 'v2' ? at(holder, '__count') : at(holder, '@odata.count'));
  return {
    records: list.filter(isObject),
    ...(next !== undefined && { next }),
    ...(Number.isInteger(counted) && { count: counted }),
  };
}

/** @returns undefined when the body is no record */
export function recordOf({ version }: ODataModel, body: Json | undefined): JsonObject | undefined {
  const record = version === 'v2' ? at(body, 'd') : body;
  return isObject(record) && !Array.isArray(record.results) ? record : undefined;
}

/**
 * What an operation gave, as flows see it: records by their fields, lists of them, or a value. Null where nothing comes back.
 *
 * @param name of the operation: v2 puts a value, and SAP also a structure, under it
 */
export function resultOf(
  model: ODataModel,
  body: Json | undefined,
  { name, returns }: { readonly name: string; readonly returns?: ItemType },
): Json {
  if (body === undefined || !returns) return null;
  const holder = model.version === 'v2' ? at(body, 'd') : body;
  const inner = model.version === 'v2' && isObject(holder) && Object.hasOwn(holder, name) ? holder[name] : holder;
  const list = model.version === 'v2' ? at(inner, 'results') : at(inner, 'value');
  const type = model.types.get(returns.type);
  const known = { model, edm: returns.type, inner: type };
  if (returns.many) return Array.isArray(list) ? list.map((one) => plainValue(one, known)) : [];
  const isWrapped = model.version === 'v4' && !type && isObject(inner) && Object.hasOwn(inner, 'value');
  return plainValue((isWrapped ? inner.value : inner) ?? null, known);
}

function plainStructure(model: ODataModel, type: StructuredType | undefined, record: JsonObject): JsonObject {
  const entries = Object.entries(record).flatMap(([name, value]): readonly (readonly [string, Json])[] => {
    if (name === '__metadata' || name.includes('@')) return [];
    if (isObject(value) && isObject(value.__deferred)) return [];
    const link = type?.links.get(name);
    if (link) return [[name, plainLink(model, model.types.get(link.type), value)]];
    const field = type?.fields.get(name);
    const inner = field && model.types.get(field.type);
    return [[name, plainValue(value, { model, edm: field?.type, inner })]];
  });
  return Object.fromEntries(entries);
}

function plainLink(model: ODataModel, type: StructuredType | undefined, value: Json): Json {
  if (Array.isArray(value)) return value.map((one) => plainLink(model, type, one));
  if (!isObject(value)) return value;
  if (Array.isArray(value.results)) return listAt(value, 'results').map((one) => plainLink(model, type, one));
  return plainStructure(model, type, value);
}

function plainValue(
  value: Json,
  known: { readonly model: ODataModel; readonly edm: string | undefined; readonly inner: StructuredType | undefined },
): Json {
  if (Array.isArray(value)) return value.map((one) => plainValue(one, known));
  if (isObject(value)) return plainStructure(known.model, known.inner, value);
  if (typeof value !== 'string' || known.model.version === 'v4') return value;
  return timeOf(value, known.edm) ?? value;
}

/** `/Date(1471392000000)/` and `PT11H30M00S` of v2; undefined for anything else. */
function timeOf(text: string, edm: string | undefined): string | undefined {
  if (edm === 'Edm.Time') {
    const [, hours, minutes = '0', seconds = '0'] = /^PT(\d+)H(?:(\d+)M)?(?:(\d+)S)?$/.exec(text) ?? [];
    return hours === undefined ? undefined : [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':');
  }
  const [, ms, offset] = /^\/Date\((-?\d+)([+-]\d{4})?\)\/$/.exec(text) ?? [];
  if (ms === undefined || Math.abs(Number(ms)) > 8.64e15) return undefined;
  const iso = new Date(Number(ms)).toISOString();
  const instant = edm === 'Edm.DateTimeOffset' || (edm !== 'Edm.DateTime' && offset !== undefined);
  return instant ? iso : iso.slice(0, -1).replace(/\.000$/, '');
}
