import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromJSON, loadSync } from '@grpc/proto-loader';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from './changed-fields.ts';
import { changeOf, clientName, isOwnChange, topicOf } from './changes.ts';
import { PUB_SUB_SERVICE, pubSubProtocol } from './protocol.ts';

const PUBLIC = fileURLToPath(
  new URL('../../../../../../../shared/fixtures/salesforce/pubsub_api.proto', import.meta.url),
);
const nullable = (name: string, type: unknown = 'string') => ({ name, type: ['null', type] });
const record = (name: string, fields: readonly unknown[]) => ({ type: 'record', name, fields: [...fields] });
const schema = record('ContactChangeEvent', [
  { name: 'ChangeEventHeader', type: 'string' },
  nullable('Name', record('PersonName', [nullable('Salutation'), nullable('FirstName'), nullable('LastName')])),
  nullable('Phone'),
  ...['F3', 'F4', 'F5', 'F6', 'F7', 'F8'].map((name) => nullable(name)),
]) as never;

it.skipIf(!existsSync(PUBLIC))('the protocol has the names and numbers of the public one', () => {
  const shapes = (loaded: object) =>
    Object.fromEntries(
      Object.entries(loaded as Record<string, { type?: { field?: unknown[]; value?: unknown[] } }>).flatMap(
        ([name, { type }]) => {
          const told = [...(type?.field ?? []), ...(type?.value ?? [])] as Record<string, unknown>[];
          return type ? [[name, told.map(({ name, number, type, label }) => ({ name, number, type, label }))]] : [];
        },
      ),
    );
  const options = { longs: Number, enums: String, defaults: true } as const;
  const ours = fromJSON(pubSubProtocol as never, options);
  const theirs = loadSync(PUBLIC, options);
  expect(shapes(theirs)).toMatchObject(shapes(ours));
  const calls = (loaded: typeof ours) =>
    Object.values(loaded[PUB_SUB_SERVICE] as Record<string, { path: string; requestStream: boolean }>).map(
      ({ path, requestStream }) => ({ path, requestStream }),
    );
  expect(calls(theirs)).toEqual(expect.arrayContaining(calls(ours)));
});

describe('fields that changed', () => {
  it('are bits, the lowest one the first field, and bits of a field that has fields', () => {
    expect(fieldsOf(schema, ['0x104', '1-0x6'])).toEqual(['Phone', 'F8', 'Name.FirstName', 'Name.LastName']);
  });
  it('are left out where the schema has none there, and taken as they are where they are names', () => {
    expect(fieldsOf(schema, ['0xFF0000', 'x-0x1', '99-0x1', '0xzz', 'Email'])).toEqual(['x-0x1', 'Email']);
  });
});

describe('a change', () => {
  const header = { entityName: 'Contact', changeType: 'UPDATE', recordIds: ['1', '2'], commitTimestamp: 0 };
  const said = (more: object, fields: object = {}) =>
    changeOf({ schema, value: { ChangeEventHeader: { ...header, ...more }, ...fields } as never });

  it('says what was set and what was emptied, and nothing of what stayed', () => {
    const fields = { Name: { Salutation: null, FirstName: null, LastName: 'Kern' }, Phone: null, F3: null };
    expect(said({ nulledFields: ['0x4', '1-0x2'] }, fields)).toMatchObject({
      ...{ reread: 'none', recordIds: ['1', '2'], committedAt: '1970-01-01T00:00:00.000Z' },
      fields: { Name: { FirstName: null, LastName: 'Kern' }, Phone: null },
    });
    expect(Object.keys(said({ nulledFields: ['0x4'] }, fields)?.fields ?? {})).toEqual(['Name', 'Phone']);
  });
  it('of a gap names records to read again, an overflow only since when', () => {
    expect(said({ changeType: 'GAP_UPDATE' })).toMatchObject({ reread: 'records', recordIds: ['1', '2'], since: null });
    expect(said({ changeType: 'GAP_OVERFLOW' })).toMatchObject({
      ...{ reread: 'since', recordIds: [] },
      since: '1970-01-01T00:00:00.000Z',
    });
  });
  it('is ours by the client in its origin, a gap never', () => {
    const changeOrigin = `com/salesforce/api/rest/68.0;client=${clientName('crm')}`;
    const own = (more: object) => {
      const change = said({ changeOrigin, ...more });
      return change && isOwnChange(change, 'crm');
    };
    expect([own({}), own({ changeType: 'GAP_UPDATE' }), own({ changeOrigin: `${changeOrigin}-2` })]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('is something with a header', () => {
    expect(changeOf({ schema, value: { Name: 'x' } })).toBeUndefined();
  });
});

it('topics are called after their object', () => {
  expect([topicOf('Contact'), topicOf('Shop__c')]).toEqual(['/data/ContactChangeEvent', '/data/Shop__ChangeEvent']);
});
