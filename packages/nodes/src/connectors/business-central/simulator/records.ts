import type { JsonObject, JsonValue } from '../../../simulators/kit/exchange.ts';
import type { Random } from '../../../simulators/kit/random.ts';

/** A record of an entity set; its version is what the etag tells. */
export interface BcRecord {
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly fields: JsonObject;
}

export interface BcRecords {
  all(): readonly BcRecord[];
  of(entity: string): readonly BcRecord[];
  one(entity: string, id: string): BcRecord | undefined;
  make(entity: string, fields: JsonObject, at: string): BcRecord;
  remove(id: string): void;
  change(record: BcRecord, fields: JsonObject, at: string): BcRecord;
  /** Runs work that counts as a whole or not at all. */
  together<T>(work: () => { readonly keep: boolean; readonly value: T }): T;
}

/** @param firstNumber number of the first sales order */
export function createRecords(ids: Random, firstNumber: number, keep: number): BcRecords {
  let records = new Map<string, BcRecord>();
  let number = firstNumber;
  return {
    all: () => [...records.values()],
    of: (entity) => [...records.values()].filter((record) => record.entity === entity),
    one: (entity, id) => {
      const found = records.get(id.toLowerCase());
      return found?.entity === entity ? found : undefined;
    },
    make: (entity, fields, at) => {
      const numbered = entity === 'salesOrders' ? { number: String(number++) } : {};
      const id = ids.uuid();
      const record = { entity, id, version: 1, fields: { ...numbered, ...fields, lastModifiedDateTime: at } };
      records.set(id, record);
      const oldest = records.keys().next().value;
      if (records.size > keep && oldest !== undefined) records.delete(oldest);
      return record;
    },
    remove: (id) => {
      records.delete(id);
    },
    change: (record, fields, at) => {
      const merged = { ...record.fields, ...fields, lastModifiedDateTime: at };
      const changed = { ...record, version: record.version + 1, fields: merged };
      records.set(record.id, changed);
      return changed;
    },
    together: (work) => {
      const before = new Map(records);
      const { keep: isKept, value } = work();
      if (!isKept) records = before;
      return value;
    },
  };
}

/** As the API shows it. */
export function shown({ id, version, fields }: BcRecord): JsonObject {
  return { '@odata.etag': etagOf({ id, version }), id, ...fields };
}

export function etagOf({ id, version }: Pick<BcRecord, 'id' | 'version'>): string {
  return `W/"${Buffer.from(`${id};${version}`).toString('base64')}"`;
}

const CONDITION = /^\s*(\w+)\s+(eq|gt)\s+(?:'((?:[^']|'')*)'|([\w.:+-]+))\s*$/;

/** A test of the part of `$filter` the simulator reads, or undefined when it is more. */
export function readFilter(text: string): ((record: JsonObject) => boolean) | undefined {
  const conditions = text.split(/\s+and\s+/).map((part) => CONDITION.exec(part));
  if (conditions.some((found) => found === null)) return undefined;
  return (record) =>
    conditions.every((found) => {
      const [, field = '', operator, quoted, plain] = found ?? [];
      const wanted = quoted?.replaceAll("''", "'") ?? plain ?? '';
      const known: JsonValue = record[field] ?? '';
      return operator === 'eq' ? String(known) === wanted : String(known) > wanted;
    });
}
