import type { JsonObject, JsonValue } from '../../../simulators/kit/exchange.ts';
import type { Records, SalesforceRecord } from './records.ts';

/** The part of SOQL the simulator reads: one object, conditions joined by AND, a limit. */
export interface Query {
  readonly fields: readonly string[];
  readonly object: string;
  readonly where: readonly Condition[];
  readonly limit: number;
}

interface Condition {
  readonly field: string;
  readonly how: '=' | '>=' | 'IN';
  readonly values: readonly string[];
}

const SHAPE = /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)(?:\s+WHERE\s+(.+?))?(?:\s+LIMIT\s+(\d+))?\s*$/is;
const VALUE = String.raw`'(?:[^'\\]|\\.)*'|[\w.:+-]+`;
const CONDITION = new RegExp(`^\\s*(\\w+)\\s*(?:(=|>=)\\s*(${VALUE})|IN\\s*\\(((?:${VALUE}|[\\s,])*)\\))\\s*$`, 'i');

/** The query, or why it cannot be read. */
export function readSoql(text: string): Query | string {
  const [, select = '', object = '', where, limit] = SHAPE.exec(text) ?? [];
  if (object === '') return `unexpected token: '${text.trim().split(/\s/, 1)[0]}'`;
  const conditions = where === undefined ? [] : where.split(/\s+AND\s+/i).map(conditionOf);
  if (conditions.includes(undefined)) return 'this condition is more than the simulator reads';
  return {
    fields: select.split(',').map((field) => field.trim()),
    object,
    where: conditions.filter((condition) => condition !== undefined),
    limit: limit === undefined ? Number.MAX_SAFE_INTEGER : Number(limit),
  };
}

export function runSoql(
  { object, where, fields, limit }: Query,
  records: Records,
  dataPath: string,
): readonly JsonObject[] {
  const matches = (record: SalesforceRecord): boolean =>
    where.every(({ field, how, values }) => {
      const known = fieldOf(record, field);
      if (how !== '>=') return values.includes(String(known ?? ''));
      return known !== null && Date.parse(String(known)) >= Date.parse(values[0] ?? '');
    });
  return records
    .all()
    .filter((record) => record.type === object && matches(record))
    .slice(0, limit)
    .map((record) => ({
      attributes: { type: object, url: `${dataPath}/sobjects/${object}/${record.Id}` },
      ...Object.fromEntries(fields.map((field) => [field, fieldOf(record, field)])),
    }));
}

function conditionOf(text: string): Condition | undefined {
  const found = CONDITION.exec(text);
  if (!found) return undefined;
  const [, field = '', how, one, several = ''] = found;
  const values = one === undefined ? (several.match(new RegExp(VALUE, 'g')) ?? []) : [one];
  return { field, how: how === '=' || how === '>=' ? how : 'IN', values: values.map(unquoted) };
}

function unquoted(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

function fieldOf({ Id, fields, modifiedAt }: SalesforceRecord, field: string): JsonValue {
  if (field === 'Id') return Id;
  // Salesforce writes the zone without a colon.
  if (field === 'LastModifiedDate') return new Date(modifiedAt).toISOString().replace('Z', '+0000');
  return fields[field] ?? null;
}
