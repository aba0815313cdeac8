import type { Json } from '@lockstep/schema/run';
import type { Field, ODataModel, ODataVersion } from './model.ts';

/** A text in quotes, a quote inside doubled. @see OData v2 URI conventions, 2.2.2; OData v4 URL conventions, 5.1.1.14.1 */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A value as a key or in a filter, not yet encoded for an address.
 *
 * @returns undefined when the value is none of that type
 */
export function literalOf(value: Json, field: Field, { version, enums }: ODataModel): string | undefined {
  if (value === null) return 'null';
  if (typeof value === 'object' || field.many) return undefined;
  if (enums.has(field.type)) {
    return typeof value === 'string' && enums.get(field.type)?.has(value) ? `${field.type}'${value}'` : undefined;
  }
  const text = String(value);
  const read = READERS[field.type];
  if (!read) return typeof value === 'string' ? quoted(value) : text;
  return read(text, version);
}

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?\d+(\.\d+)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type Reader = (text: string, version: ODataVersion) => string | undefined;

const whole: Reader = (text) => (INTEGER.test(text) ? text : undefined);
const real: Reader = (text, version) =>
  Number.isFinite(Number(text)) && text.trim() !== '' ? `${text}${version === 'v2' ? 'd' : ''}` : undefined;

const READERS: Readonly<Record<string, Reader>> = {
  'Edm.String': quoted,
  'Edm.Boolean': (text) => (text === 'true' || text === 'false' ? text : undefined),
  'Edm.Byte': whole,
  'Edm.SByte': whole,
  'Edm.Int16': whole,
  'Edm.Int32': whole,
  'Edm.Int64': (text, version) => (INTEGER.test(text) ? `${text}${version === 'v2' ? 'L' : ''}` : undefined),
  'Edm.Decimal': (text, version) => (DECIMAL.test(text) ? `${text}${version === 'v2' ? 'M' : ''}` : undefined),
  'Edm.Double': real,
  'Edm.Single': (text, version) =>
    Number.isFinite(Number(text)) && text.trim() !== '' ? `${text}${version === 'v2' ? 'f' : ''}` : undefined,
  'Edm.Guid': (text, version) => (GUID.test(text) ? (version === 'v2' ? `guid'${text}'` : text) : undefined),
  'Edm.Date': (text) => (DAY.test(text) ? text : undefined),
  'Edm.DateTime': (text) =>
    LOCAL_TIME.test(text) ? `datetime'${DAY.test(text) ? `${text}T00:00:00` : text}'` : undefined,
  'Edm.DateTimeOffset': (text, version) =>
    INSTANT.test(text) ? (version === 'v2' ? `datetimeoffset'${text}'` : text) : undefined,
};
