import type { JsonObject, JsonValue } from '../../../simulators/kit/exchange.ts';
import type { Random } from '../../../simulators/kit/random.ts';

/** A record: its object, its id, and its fields by API name. */
export interface SalesforceRecord {
  readonly type: string;
  readonly Id: string;
  readonly fields: JsonObject;
}

export interface Records {
  all(): readonly SalesforceRecord[];
  one(type: string, id: string): SalesforceRecord | undefined;
  find(type: string, field: string, value: JsonValue): readonly SalesforceRecord[];
  make(type: string, fields: JsonObject): SalesforceRecord;
  change(record: SalesforceRecord, fields: JsonObject): SalesforceRecord;
  /** Runs work that counts as a whole or not at all. */
  together<T>(work: () => { readonly keep: boolean; readonly value: T }): T;
}

/** First three letters of the ids of an object. */
const PREFIXES: Readonly<Record<string, string>> = { Account: '001', Contact: '003', Order: '801', Product2: '01t' };

export function createRecords(ids: Random, keep: number): Records {
  let records = new Map<string, SalesforceRecord>();
  return {
    all: () => [...records.values()],
    one: (type, id) => {
      const found = records.get(id);
      return found?.type === type ? found : undefined;
    },
    find: (type, field, value) =>
      [...records.values()].filter((record) => {
        const known = field === 'Id' ? record.Id : record.fields[field];
        return record.type === type && known !== undefined && known !== null && String(known) === String(value);
      }),
    make: (type, fields) => {
      const record = { type, Id: `${PREFIXES[type] ?? 'a00'}${ids.hex(12).toUpperCase()}AAA`, fields };
      records.set(record.Id, record);
      const oldest = records.keys().next().value;
      if (records.size > keep && oldest !== undefined) records.delete(oldest);
      return record;
    },
    change: (record, fields) => {
      const changed = { ...record, fields: { ...record.fields, ...fields } };
      records.set(record.Id, changed);
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
