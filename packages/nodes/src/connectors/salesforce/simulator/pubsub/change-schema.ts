import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../../../simulators/kit/exchange.ts';

const strings = { type: 'array', items: 'string' } as const;
const CHANGE_TYPES = ['CREATE', 'UPDATE', 'DELETE', 'UNDELETE'] as const;

/** @see Change Data Capture Developer Guide, "ChangeEventHeader" */
const HEADER = {
  type: 'record',
  name: 'ChangeEventHeader',
  fields: [
    { name: 'entityName', type: 'string' },
    { name: 'recordIds', type: strings },
    {
      name: 'changeType',
      type: {
        type: 'enum',
        name: 'ChangeType',
        symbols: [...CHANGE_TYPES, ...CHANGE_TYPES.map((type) => `GAP_${type}`), 'GAP_OVERFLOW'],
      },
    },
    { name: 'changeOrigin', type: 'string' },
    { name: 'transactionKey', type: 'string' },
    { name: 'sequenceNumber', type: 'int' },
    { name: 'commitTimestamp', type: 'long' },
    { name: 'commitNumber', type: 'long' },
    { name: 'commitUser', type: 'string' },
    { name: 'nulledFields', type: strings },
    { name: 'diffFields', type: strings },
    { name: 'changedFields', type: strings },
  ],
} as const;

/** A change in the shape of a schema. */
export interface ShapedChange {
  readonly schemaId: string;
  readonly value: JsonObject;
}

/** Schemas of change events, as far as objects have shown their fields; a new field makes a new schema. */
export interface ChangeSchemas {
  shape(object: string, header: JsonObject, fields: JsonObject): ShapedChange;
  /** Bits of these fields in the schema an object has now. */
  bitmap(object: string, fields: readonly string[]): readonly string[];
  /** Makes room for the fields of a change. */
  learn(object: string, fields: JsonObject): void;
  find(schemaId: string): string | undefined;
}

interface ObjectSchema {
  readonly fields: Map<string, Set<string>>;
  /** Id of the schema it has now. */
  current: string | undefined;
}

export function createChangeSchemas(): ChangeSchemas {
  const objects = new Map<string, ObjectSchema>();
  const texts = new Map<string, string>();

  const objectOf = (name: string): ObjectSchema => {
    const known = objects.get(name) ?? {
      fields: new Map([['LastModifiedDate', new Set(['long'])]]),
      current: undefined,
    };
    objects.set(name, known);
    return known;
  };
  const schemaOf = (name: string): string => {
    const object = objectOf(name);
    if (object.current) return object.current;
    const fields = [...object.fields].map(([field, types]) => {
      return { name: field, type: ['null', ...types], default: null };
    });
    const schema = {
      type: 'record',
      name: `${name}ChangeEvent`,
      namespace: 'com.sforce.eventbus',
      fields: [{ name: 'ChangeEventHeader', type: HEADER }, ...fields],
    };
    const text = JSON.stringify(schema);
    const id = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    texts.set(id, text);
    object.current = id;
    return id;
  };
  return {
    learn: (name, fields) => {
      const object = objectOf(name);
      for (const [field, value] of Object.entries(fields)) {
        const type = typeOf(field, value);
        const types = object.fields.get(field) ?? new Set<string>();
        if (type === undefined || types.has(type) || !/^[A-Za-z_]\w*$/.test(field)) continue;
        object.fields.set(field, types.add(type));
        object.current = undefined;
      }
    },
    bitmap: (name, fields) => {
      const order = ['ChangeEventHeader', ...objectOf(name).fields.keys()];
      const bits = fields.reduce((sum, field) => {
        const bit = order.indexOf(field);
        return bit < 0 ? sum : sum | (1n << BigInt(bit));
      }, 0n);
      return bits === 0n ? [] : [`0x${bits.toString(16)}`];
    },
    shape: (name, header, fields) => {
      const known = objectOf(name).fields;
      const shown = Object.entries(fields).filter(([field]) => known.has(field));
      const values = Object.fromEntries(shown.map(([field, value]) => [field, plain(value)]));
      return { schemaId: schemaOf(name), value: { ChangeEventHeader: header, ...values } };
    },
    find: (schemaId) => texts.get(schemaId),
  };
}

function typeOf(field: string, value: JsonValue): string | undefined {
  if (value === null) return undefined;
  if (field === 'LastModifiedDate') return 'long';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'number' ? 'double' : 'string';
}

/** What has parts is shown as its text here. */
function plain(value: JsonValue): JsonValue {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
