import { describe, expect, it } from 'vitest';
import type { Json } from '../run/json.ts';
import { contracts } from './index.ts';
import { schemaProblems } from './schema-issues.ts';

const shown = (schema: Json) => schemaProblems(schema).map(({ path, message }) => `${path} ${message}`);

describe('the schema of a contract', () => {
  it.each(contracts.map(({ name, schema }) => [name, schema] as const))(
    'of %s, as it ships, is in order',
    (_, schema) => {
      expect(schemaProblems(schema)).toEqual([]);
    },
  );

  it.each<[string, Json, string]>([
    ['is an object', true, '/schema must be an object: a JSON Schema of 2020-12'],
    [
      'has no misspelt keyword',
      { propertes: {} },
      '/schema/propertes is no keyword of JSON Schema 2020-12; notes of your own begin with "x-"',
    ],
    ['says it as 2020-12 does', { definitions: {} }, '/schema/definitions is from an older draft: use $defs'],
    [
      'is of 2020-12',
      { $schema: 'http://json-schema.org/draft-07/schema#' },
      '/schema/$schema must be https://json-schema.org/draft/2020-12/schema',
    ],
    ['refers to what is there', { $ref: '#/$defs/a' }, '/schema/$ref refers to #/$defs/a, which is not there'],
    [
      'does not refer out',
      { $ref: 'https://example.com/a.json' },
      '/schema/$ref must refer to a place in this contract: #/$defs/…',
    ],
    [
      'does not refer to a file',
      { items: { $ref: 'file:///etc/passwd' } },
      '/schema/items/$ref must refer to a place in this contract: #/$defs/…',
    ],
    [
      'has types that exist',
      { type: ['text', 'null'] },
      '/schema/type must be one of string, number, integer, boolean, object, array, null',
    ],
    [
      'has patterns that can be read',
      { properties: { a: { pattern: '(' } } },
      '/schema/properties/a/pattern is no regular expression',
    ],
    [
      'asks for fields that are allowed',
      { properties: { a: true }, required: ['b'], additionalProperties: false },
      '/schema/required asks for "b", which is not among the fields',
    ],
    ['says yes or no of personal data', { 'x-sensitive': 'yes' }, '/schema/x-sensitive must be true or false'],
    ['names owners', { 'x-owner': ' ' }, '/schema/x-owner must name the system that decides what the field says'],
    [
      'has schemas where schemas belong',
      { properties: { 'a/b': 'text' } },
      '/schema/properties/a~1b must be a schema: an object, true or false',
    ],
    ['lists alternatives', { anyOf: [] }, '/schema/anyOf must be a list of schemas that is not empty'],
  ])('%s', (_, schema, problem) => {
    expect(shown(schema)).toEqual([problem]);
  });

  it('may be called by names that objects inherit', () => {
    expect(shown({ properties: { constructor: { type: 'string' }, toString: true } })).toEqual([]);
    expect(shown(JSON.parse('{"__proto__": {}}'))).toHaveLength(1);
    expect(shown({ constructor: {} })).toHaveLength(1);
  });

  it.each<[string, Json, string]>([
    ['at once', { $ref: '#' }, '/schema refers to itself without end'],
    [
      'through a definition',
      { $defs: { a: { allOf: [{ $ref: '#/$defs/a' }] } } },
      '/schema/$defs/a refers to itself without end',
    ],
  ])('does not go in circles %s', (_, schema, problem) => {
    expect(shown(schema)).toContain(problem);
  });

  it('may repeat itself as deep as data does', () => {
    expect(shown({ properties: { parts: { items: { $ref: '#' } } } })).toEqual([]);
  });

  it.each<[string, Json]>([
    ['unevaluatedItems', { unevaluatedItems: false }],
    ['if without then', { if: {}, else: {} }],
    ['a field called __proto__', JSON.parse('{"properties":{"__proto__":{}}}')],
  ])('has nothing that the validator misjudges: %s', (_, schema) => {
    expect(shown(schema)).toHaveLength(1);
  });

  it('is not endlessly deep or large', () => {
    let deep: Json = {};
    for (let at = 0; at < 100; at += 1) deep = { items: deep };
    expect(shown(deep)).toHaveLength(1);
    const wide = Object.fromEntries(Array.from({ length: 20_001 }, (_, at) => [`f${at}`, true]));
    expect(shown({ properties: wide })).toEqual(['/schema has more than 20000 parts']);
    const wrong = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`f${at}`, 1]));
    expect(shown({ properties: wrong })).toHaveLength(100);
  });
});
