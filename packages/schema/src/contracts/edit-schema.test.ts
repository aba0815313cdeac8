import { describe, expect, it } from 'vitest';
import { ITEM } from '../mapping/field-path.ts';
import { editSchema, type FieldDraft, sharedBy, shownType } from './edit-schema.ts';
import { findContract } from './index.ts';
import { schemaProblems } from './schema-issues.ts';

const field = (change: Partial<FieldDraft> = {}): FieldDraft => {
  return { name: 'note', type: 'text', isRequired: false, description: '', owner: '', isSensitive: false, ...change };
};
const schema = {
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 10, description: 'Number.' },
    price: { $ref: '#/$defs/money' },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] } },
  },
  required: ['id', 'lines'],
  additionalProperties: false,
  $defs: { money: { type: 'object', properties: { amount: { type: 'string' } } } },
};

describe('a contract edited by form', () => {
  it('gets a field, at the end, with what is said of it', () => {
    const added = editSchema(schema, {
      type: 'add',
      parent: [],
      field: field({ isRequired: true, owner: 'CRM', isSensitive: true, description: ' What for. ' }),
    });
    expect(added).toEqual({
      ...schema,
      properties: {
        ...schema.properties,
        note: { type: 'string', minLength: 1, description: 'What for.', 'x-owner': 'CRM', 'x-sensitive': true },
      },
      required: ['id', 'lines', 'note'],
    });
    expect(Object.keys((added as typeof schema).properties)).toEqual(['id', 'price', 'lines', 'note']);
    expect(editSchema(schema, { type: 'add', parent: ['lines', ITEM], field: field() })).toMatchObject({
      properties: { lines: { items: { properties: { sku: {}, note: { type: 'string' } }, required: ['sku'] } } },
    });
  });

  it('has a field renamed in its place, with all that the form does not speak of', () => {
    const renamed = editSchema(schema, {
      type: 'change',
      path: ['id'],
      field: field({ name: 'number', isRequired: true, description: 'Number.' }),
    });
    expect(renamed).toMatchObject({
      properties: { number: { type: 'string', maxLength: 10 } },
      required: ['number', 'lines'],
    });
    expect(Object.keys((renamed as typeof schema).properties)).toEqual(['number', 'price', 'lines']);
    const retyped = editSchema(schema, { type: 'change', path: ['id'], field: field({ name: 'id', type: 'integer' }) });
    expect(retyped).toMatchObject({ properties: { id: { type: 'integer' } }, required: ['lines'] });
    expect(JSON.stringify(retyped)).not.toContain('maxLength');
  });

  it('loses a field, and asks for it no more', () => {
    const removed = editSchema(schema, { type: 'remove', path: ['lines', ITEM, 'sku'] }) as typeof schema;
    expect(removed.properties.lines).toEqual({ type: 'array', items: { type: 'object', properties: {} } });
  });

  it('is changed in its definitions, and says which', () => {
    expect(editSchema(schema, { type: 'add', parent: ['price'], field: field() })).toMatchObject({
      $defs: { money: { properties: { amount: {}, note: {} } } },
    });
    expect(sharedBy(schema, ['price'])).toBe('money');
    expect(sharedBy(schema, ['lines', ITEM])).toBeUndefined();
    expect(shownType(schema, ['price'])).toBeUndefined();
    expect(shownType(schema, ['lines', ITEM, 'sku'])).toBe('text');
    // Words beside the reference are the field's own, and the reference stays.
    expect(
      editSchema(schema, {
        type: 'change',
        path: ['price'],
        field: field({ name: 'price', owner: 'ERP', type: 'any' }),
      }),
    ).toMatchObject({
      properties: { price: { $ref: '#/$defs/money', 'x-owner': 'ERP' } },
    });
  });

  it('refuses what it cannot do', () => {
    expect(editSchema(schema, { type: 'add', parent: [], field: field({ name: 'id' }) })).toBeUndefined();
    expect(editSchema(schema, { type: 'add', parent: [], field: field({ name: '__proto__' }) })).toBeUndefined();
    expect(editSchema(schema, { type: 'add', parent: ['nothing'], field: field() })).toBeUndefined();
    expect(editSchema(schema, { type: 'remove', path: ['toString'] })).toBeUndefined();
    expect(editSchema({ anyOf: [schema] }, { type: 'remove', path: ['id'] })).toBeUndefined();
    expect(editSchema(true, { type: 'add', parent: [], field: field() })).toBeUndefined();
    expect(
      editSchema(
        { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } },
        { type: 'add', parent: [], field: field() },
      ),
    ).toBeUndefined();
  });

  it('stays a contract', () => {
    const order = findContract('order')?.schema ?? true;
    const changed = editSchema(order, {
      type: 'add',
      parent: ['lines', ITEM],
      field: field({ type: 'list', name: 'serials' }),
    });
    expect(schemaProblems(changed ?? true)).toEqual([]);
  });
});
