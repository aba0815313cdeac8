import type { Clock } from '../../../simulators/kit/clock.ts';
import type { JsonObject, JsonValue } from '../../../simulators/kit/exchange.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { ChangeFeed } from './pubsub/change-feed.ts';

/** A record: its object, its id, and its fields by API name. */
export interface SalesforceRecord {
  readonly type: string;
  readonly Id: string;
  readonly fields: JsonObject;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

export interface Records {
  all(): readonly SalesforceRecord[];
  one(type: string, id: string): SalesforceRecord | undefined;
  find(type: string, field: string, value: JsonValue): readonly SalesforceRecord[];
  make(type: string, fields: JsonObject): SalesforceRecord;
  change(record: SalesforceRecord, fields: JsonObject): SalesforceRecord;
  remove(record: SalesforceRecord): void;
  /** Runs work that counts as a whole or not at all. */
  together<T>(work: () => { readonly keep: boolean; readonly value: T }): T;
}

/** First three letters of the ids of an object. */
const PREFIXES: Readonly<Record<string, string>> = { Account: '001', Contact: '003', Order: '801', Product2: '01t' };

export interface RecordsParts {
  readonly ids: Random;
  /** Records remembered. */
  readonly keep: number;
  readonly clock: Clock;
  /** Hears of every change. */
  readonly feed: ChangeFeed;
}

export function createRecords({ ids, keep, clock, feed }: RecordsParts): Records {
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
      const id = `${PREFIXES[type] ?? 'a00'}${ids.hex(12).toUpperCase()}AAA`;
      const record = { type, Id: id, fields, modifiedAt: clock() };
      records.set(record.Id, record);
      const oldest = records.keys().next().value;
      if (records.size > keep && oldest !== undefined) records.delete(oldest);
      feed.note({ kind: 'CREATE', object: type, id, fields });
      return record;
    },
    change: (record, fields) => {
      const changed = { ...record, fields: { ...record.fields, ...fields }, modifiedAt: clock() };
      records.set(record.Id, changed);
      const differs = Object.entries(fields).filter(([name, value]) => (record.fields[name] ?? null) !== value);
      if (differs.length > 0) {
        feed.note({ kind: 'UPDATE', object: record.type, id: record.Id, fields: Object.fromEntries(differs) });
      }
      return changed;
    },
    remove: ({ type, Id }) => {
      if (records.delete(Id)) feed.note({ kind: 'DELETE', object: type, id: Id, fields: {} });
    },
    together: (work) => {
      const before = new Map(records);
      return feed.transaction(() => {
        const done = work();
        if (!done.keep) records = before;
        return done;
      });
    },
  };
}
