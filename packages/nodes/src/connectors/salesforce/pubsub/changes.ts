import type { Json, JsonObject } from '@lockstep/schema/run';
import { at, isObject, listAt, textAt } from '../../kit/read-json.ts';
import { fieldsOf } from './changed-fields.ts';

/** What a flow has to read again: nothing, these records, or whatever of the object changed since then. */
export type Reread = 'none' | 'records' | 'since';

/** What a change event of Salesforce says, as its run gets it. */
export interface RecordChange {
  readonly object: string;
  readonly changeType: string;
  readonly reread: Reread;
  readonly since: string | null;
  readonly recordIds: readonly string[];
  readonly changedFields: readonly string[];
  readonly nulledFields: readonly string[];
  readonly fields: JsonObject;
  readonly committedAt: string | null;
  readonly commitUser: string | null;
  readonly transactionKey: string;
  readonly sequenceNumber: number;
  readonly origin: string;
}

/** An event of the bus, unpacked. */
export interface UnpackedEvent {
  /** Its Avro schema. */
  readonly schema: Json;
  readonly value: Json;
}

/**
 * Reads a change event. A gap event names records without their fields; an overflow names none, there only the time is known.
 *
 * @returns undefined where it has no header of a change
 * @see developer.salesforce.com, Change Data Capture Developer Guide, "ChangeEventHeader", "Gap Events", "Overflow Events"
 */
export function changeOf({ schema, value }: UnpackedEvent): RecordChange | undefined {
  const header = at(value, 'ChangeEventHeader');
  const changeType = textAt(header, 'changeType');
  const object = textAt(header, 'entityName');
  if (changeType === undefined || object === undefined) return undefined;
  const texts = (name: string) => listAt(header, name).filter((one) => typeof one === 'string');
  const reread = changeType === 'GAP_OVERFLOW' ? 'since' : changeType.startsWith('GAP_') ? 'records' : 'none';
  const nulledFields = fieldsOf(schema, texts('nulledFields'));
  const committedAt = timeOf(at(header, 'commitTimestamp'));
  const sequenceNumber = at(header, 'sequenceNumber');
  return {
    object,
    changeType,
    reread,
    since: reread === 'since' ? committedAt : null,
    recordIds: reread === 'since' ? [] : texts('recordIds'),
    changedFields: fieldsOf(schema, texts('changedFields')),
    nulledFields,
    fields: fieldsThatSay(value, nulledFields),
    committedAt,
    commitUser: textAt(header, 'commitUser') ?? null,
    transactionKey: textAt(header, 'transactionKey') ?? '',
    sequenceNumber: typeof sequenceNumber === 'number' ? sequenceNumber : 0,
    origin: textAt(header, 'changeOrigin') ?? '',
  };
}

/** Events were missed, or one cannot be read: whatever changed since then is to be read again. */
export function missedChanges(
  object: string,
  { changeType, since }: { readonly changeType: 'MISSED' | 'UNREADABLE'; readonly since: string | null },
): RecordChange {
  return {
    object,
    changeType,
    reread: 'since',
    since,
    recordIds: [],
    changedFields: [],
    nulledFields: [],
    fields: {},
    committedAt: null,
    commitUser: null,
    transactionKey: '',
    sequenceNumber: 0,
    origin: '',
  };
}

/** What our own calls are told by, in `changeOrigin`: one name for each connection. */
export function clientName(connectionId: string): string {
  return `Lockstep/${connectionId}`;
}

/** A change that came through this very connection. A gap is nobody's. */
export function isOwnChange({ origin, reread }: RecordChange, connectionId: string): boolean {
  return reread === 'none' && origin.split(';').includes(`client=${clientName(connectionId)}`);
}

/** Topic of an object: `/data/ContactChangeEvent`, `/data/Shop__ChangeEvent` for `Shop__c`. */
export function topicOf(object: string): string {
  return object.endsWith('__c') ? `/data/${object.slice(0, -3)}__ChangeEvent` : `/data/${object}ChangeEvent`;
}

/** In an event a field that did not change is null as well: null is only what was emptied. */
function fieldsThatSay(value: Json, nulled: readonly string[], path = ''): JsonObject {
  const said: Record<string, Json> = {};
  for (const [name, field] of isObject(value) ? Object.entries(value) : []) {
    const place = `${path}${name}`;
    if (place === 'ChangeEventHeader') continue;
    if (field !== null) said[name] = isObject(field) ? fieldsThatSay(field, nulled, `${place}.`) : field;
    else if (nulled.includes(place) || nulled.includes(path.slice(0, -1))) said[name] = null;
  }
  return said;
}

function timeOf(ms: Json | undefined): string | null {
  return typeof ms === 'number' && Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
