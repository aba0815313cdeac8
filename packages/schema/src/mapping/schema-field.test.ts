import { describe, expect, it } from 'vitest';
import { findContract } from '../contracts/index.ts';
import type { Json } from '../run/json.ts';
import { textOfPath } from './field-path.ts';
import { fieldsOf, type SchemaField } from './schema-field.ts';

/** One line a field: path, type, `*` required, `?` nullable. */
const outline = (field: SchemaField): readonly string[] => [
  `${textOfPath(field.path)} ${field.type}${field.isRequired ? '*' : ''}${field.isNullable ? '?' : ''}`,
  ...field.children.flatMap(outline),
];
const outlineOf = (schema: Json) => outline(fieldsOf(schema));

it('shows the canonical order as people read it', () => {
  const lines = outlineOf(findContract('order')?.schema ?? true);
  expect(lines).toContain('reference text*');
  expect(lines).toContain('lines[].unitPrice.amount text*');
  expect(lines).toContain('shipTo.street[] text*');
  expect(lines).toContain('lines[].quantity integer*');
});

describe('fields of', () => {
  it.each<[string, Json, readonly string[]]>([
    ['a plain object', { properties: { a: { type: 'string' } }, required: ['a'] }, [' object*', 'a text*']],
    ['a nullable field', { properties: { a: { type: ['string', 'null'] } } }, [' object*', 'a text?']],
    [
      'null or something',
      { properties: { a: { anyOf: [{ type: 'null' }, { type: 'integer' }] } } },
      [' object*', 'a integer?'],
    ],
    [
      'allOf',
      {
        allOf: [{ properties: { a: { type: 'number' } }, required: ['a'] }, { properties: { b: { type: 'boolean' } } }],
      },
      [' object*', 'b boolean', 'a number*'],
    ],
    [
      'alternatives: required where all require it',
      {
        oneOf: [
          { properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['a', 'b'] },
          { properties: { a: { type: 'string' } }, required: ['a'] },
        ],
      },
      [' object*', 'a text*', 'b text'],
    ],
    ['values of one type', { enum: ['a', 'b'] }, [' text*']],
    ['values of two types', { enum: ['a', 1] }, [' any*']],
    [
      'a list of lists',
      { type: 'array', items: { type: 'array', items: { type: 'number' } } },
      [' list*', '[] list*', '[][] number*'],
    ],
    ['what says nothing', true, [' any*?']],
    ['a reference to another document', { properties: { a: { $ref: 'other.json' } } }, [' object*', 'a any?']],
  ])('%s', (_, schema, expected) => {
    expect(outlineOf(schema)).toEqual(expected);
  });

  it('a contract that contains itself ends', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: { node: { properties: { name: { type: 'string' }, child: { $ref: '#/$defs/node' } } } },
    };
    expect(outlineOf(tree)).toEqual([' object*', 'name text', 'child object', 'child.name text', 'child.child any?']);
  });

  it('5,000 fields are there in a moment', () => {
    const properties = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`field${at}`, { type: 'string' }]));
    expect(fieldsOf({ properties }).children).toHaveLength(5000);
  });
});

it('keeps what a person wants to know of a field', () => {
  const schema = {
    properties: {
      mail: { type: 'string', format: 'email', description: 'Where to write.', 'x-sensitive': true },
      size: { enum: ['S', 'M', null] },
    },
  };
  expect(fieldsOf(schema).children).toMatchObject([
    { name: 'mail', format: 'email', description: 'Where to write.', isSensitive: true },
    { name: 'size', type: 'text', isNullable: true, values: ['S', 'M'] },
  ]);
});
