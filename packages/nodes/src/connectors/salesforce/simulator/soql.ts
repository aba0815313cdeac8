import type { JsonObject } from '../../../simulators/kit/exchange.ts';
import type { Records, SalesforceRecord } from './records.ts';

/** The part of SOQL the simulator reads: one object, equal conditions joined by AND, a limit. */
export interface Query {
  readonly fields: readonly string[];
  readonly object: string;
  readonly where: readonly (readonly [field: string, value: string])[];
  readonly limit: number;
}

const SHAPE = /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)(?:\s+WHERE\s+(.+?))?(?:\s+LIMIT\s+(\d+))?\s*$/is;
const EQUAL = /^\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|([\w.+-]+))\s*$/;

/** The query, or why it cannot be read. */
export function readSoql(text: string): Query | string {
  const [, select = '', object = '', where, limit] = SHAPE.exec(text) ?? [];
  if (object === '') return `unexpected token: '${text.trim().split(/\s/, 1)[0]}'`;
  const conditions = where === undefined ? [] : where.split(/\s+AND\s+/i).map((condition) => EQUAL.exec(condition));
  if (conditions.some((condition) => condition === null)) return 'this condition is more than the simulator reads';
  return {
    fields: select.split(',').map((field) => field.trim()),
    object,
    where: conditions.map(
      (found) => [found?.[1] ?? '', (found?.[2] ?? found?.[3] ?? '').replace(/\\(.)/g, '$1')] as const,
    ),
    limit: limit === undefined ? Number.MAX_SAFE_INTEGER : Number(limit),
  };
}

export function runSoql(
  { object, where, fields, limit }: Query,
  records: Records,
  dataPath: string,
): readonly JsonObject[] {
  const matches = ({ Id, fields: known }: SalesforceRecord): boolean =>
    where.every(([field, value]) => String((field === 'Id' ? Id : known[field]) ?? '') === value);
  return records
    .all()
    .filter((record) => record.type === object && matches(record))
    .slice(0, limit)
    .map((record) => ({
      attributes: { type: object, url: `${dataPath}/sobjects/${object}/${record.Id}` },
      ...Object.fromEntries(
        fields.map((field) => [field, field === 'Id' ? record.Id : (record.fields[field] ?? null)]),
      ),
    }));
}
