import type { Json, JsonObject } from '../run/json.ts';
import type { CustomerField } from './fields.ts';
import { asCustomer } from './golden.ts';
import type { CustomerChange, Settled } from './settle.ts';
import type { BlockedWrite, CustomerWrite } from './writes.ts';

/** What became of a customer. */
export interface CustomerOutcome {
  /** Number of the golden record. */
  readonly id: string;
  readonly version: number;
  readonly isNew: boolean;
  /** As the contract `customer` has it. */
  readonly customer: JsonObject;
  /** Fields with another golden value than before. */
  readonly changed: readonly CustomerField[];
  readonly writes: readonly CustomerWrite[];
  readonly blocked: readonly BlockedWrite[];
  /** Numbers of records that turned out to be the same customer. */
  readonly merged: readonly string[];
}

/** What a change was, for whoever asked for it. */
export function outcomeOf({ settled, others, entries }: CustomerChange): CustomerOutcome {
  const { record, golden, changed, writes, blocked } = settled;
  return {
    id: record.id,
    version: record.version,
    isNew: entries.some(({ customer, entry }) => customer === record.id && entry.type === 'made'),
    customer: asCustomer(record, golden),
    changed,
    writes,
    blocked,
    merged: others.filter((each) => each.record.mergedInto === record.id).map((each) => each.record.id),
  };
}

/** What is told of a record on the topic, under an id that counts once. */
export function changeEvent({ record, golden, changed, writes }: Settled): {
  readonly key: string;
  readonly eventId: string;
  readonly payload: JsonObject;
} {
  const payload = {
    customer: asCustomer(record, golden),
    version: record.version,
    changed,
    writes: writes as unknown as Json,
  };
  return { key: record.id, eventId: `${record.id}@${record.version}`, payload };
}
