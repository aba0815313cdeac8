import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../run/json.ts';
import { mismatches } from './accepts.ts';
import { compatibilityOf } from './compatibility.ts';
import { contracts } from './index.ts';

const text = { type: 'string' };
const object = (
  properties: Record<string, Json>,
  required: readonly string[] = [],
  more: Record<string, Json> = {},
): Json => ({
  type: 'object',
  properties,
  required,
  ...more,
});
const closed = { additionalProperties: false };
const shown = (list: readonly { path: string; rule: string }[]) =>
  list.map(({ path, rule }) => `${path} ${rule}`.trim());

describe('a new version of a contract', () => {
  it.each<[string, Json, Json, string, readonly string[], readonly string[]]>([
    [
      'that is the same in other words',
      object({ a: text }),
      object({ a: { ...text, description: 'New words.' } }),
      'full',
      [],
      [],
    ],
    [
      'with one more field that may be missing',
      object({ a: text }, [], closed),
      object({ a: text, b: text }, [], closed),
      'backward',
      [],
      ['b is not known'],
    ],
    [
      'with one more field that must be there',
      object({ a: text }, ['a']),
      object({ a: text, b: text }, ['a', 'b']),
      'forward',
      ['b must be there', 'b must be a text'],
      [],
    ],
    [
      'that lets a field be missing',
      object({ a: text }, ['a']),
      object({ a: text }),
      'backward',
      [],
      ['a must be there'],
    ],
    [
      'with one more code',
      object({ a: { enum: ['x'] } }),
      object({ a: { enum: ['x', 'y'] } }),
      'backward',
      [],
      ['a must not be "y"'],
    ],
    [
      'with one code less',
      object({ a: { enum: ['x', 'y'] } }),
      object({ a: { enum: ['x'] } }),
      'forward',
      ['a must not be "y"'],
      [],
    ],
    [
      'that wants a number where a text was',
      object({ a: text }),
      object({ a: { type: 'number' } }),
      'breaking',
      ['a must not be a text'],
      ['a must not be a number'],
    ],
    [
      'that takes any number, not only whole ones',
      object({ a: { type: 'integer' } }),
      object({ a: { type: 'number' } }),
      'backward',
      [],
      ['a must not be a number'],
    ],
    [
      'that allows null',
      object({ a: text }),
      object({ a: { type: ['string', 'null'] } }),
      'backward',
      [],
      ['a must not be null'],
    ],
    [
      'with a shorter text',
      object({ a: { ...text, maxLength: 9 } }),
      object({ a: { ...text, maxLength: 5 } }),
      'forward',
      ['a must have at most 5 characters'],
      [],
    ],
    [
      'with another pattern',
      object({ a: { ...text, pattern: 'a' } }),
      object({ a: { ...text, pattern: 'b' } }),
      'breaking',
      ['a must have the form b'],
      ['a must have the form a'],
    ],
    [
      'inside of a list',
      { type: 'array', items: object({ a: text }, ['a']) },
      { type: 'array', items: object({ a: text }) },
      'backward',
      [],
      ['[].a must be there'],
    ],
    [
      'behind a reference',
      { ...(object({ a: { $ref: '#/$defs/x' } }) as object), $defs: { x: object({ b: text }) } },
      { ...(object({ a: { $ref: '#/$defs/x' } }) as object), $defs: { x: object({ b: text }, ['b']) } },
      'forward',
      ['a.b must be there'],
      [],
    ],
    [
      'with one alternative more',
      { anyOf: [text, { type: 'number' }] },
      { anyOf: [text, { type: 'number' }, { type: 'null' }] },
      'backward',
      [],
      ['fits none of the alternatives'],
    ],
    [
      'with a rule that cannot be compared',
      object({ a: text }),
      object({ a: { ...text, not: { const: 'x' } } }),
      'forward',
      ['a must keep not, which cannot be compared'],
      [],
    ],
  ])('%s', (_, before, after, expected, backward, forward) => {
    const found = compatibilityOf(before, after);
    expect({ class: found.class, backward: shown(found.backward), forward: shown(found.forward) }).toMatchObject({
      backward,
    });
    expect(shown(found.forward)).toEqual(forward);
    expect(found.class).toBe(expected);
  });

  it('two sets of alternatives at once, and references to elsewhere, are told apart from everything', () => {
    const both = { allOf: [{ anyOf: [true] }, { anyOf: [{ type: 'number' }] }] };
    expect(shown(mismatches(both, { type: 'array' }))).not.toEqual([]);
    expect(shown(mismatches({ $ref: 'other.json' }, text))).toEqual([
      'must keep reference to, which cannot be compared',
    ]);
  });

  it('every contract of the house is compatible with itself', () => {
    for (const { name, schema } of contracts)
      expect({ name, ...compatibilityOf(schema, schema) }).toMatchObject({ name, class: 'full' });
  });

  it('a contract that contains itself is compared to its end', () => {
    const tree = (extra: Record<string, Json>): Json => ({
      $ref: '#/$defs/node',
      $defs: { node: object({ child: { $ref: '#/$defs/node' }, ...extra }) },
    });
    expect(compatibilityOf(tree({ a: text }), tree({ a: { type: 'number' } })).class).toBe('breaking');
    expect(compatibilityOf(tree({ a: text }), tree({ a: text })).class).toBe('full');
  });
});

const scalar = fc.constantFrom<Json>(
  true,
  false,
  {},
  text,
  { type: 'integer' },
  { type: 'number', minimum: 0 },
  { type: 'number', minimum: 3, maximum: 5 },
  { type: ['string', 'null'] },
  { enum: ['a', 1] },
  { const: 'a' },
  { ...text, minLength: 1 },
  { ...text, maxLength: 1 },
  { ...text, pattern: '^a' },
  { multipleOf: 2 },
  { not: { type: 'string' } },
);
const { schema: anySchema } = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    scalar,
    fc
      .record(
        {
          properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2 }),
          required: fc.subarray(['a', 'b']),
          additionalProperties: fc.constantFrom<Json>(true, false, text),
        },
        { requiredKeys: [] },
      )
      .map((schema) => schema as unknown as Json),
    fc
      .record(
        { type: fc.constant('array'), items: tie('schema'), minItems: fc.nat({ max: 2 }) },
        { requiredKeys: ['type'] },
      )
      .map((schema) => schema as unknown as Json),
    fc
      .tuple(fc.constantFrom('anyOf', 'allOf', 'oneOf'), fc.array(tie('schema'), { minLength: 1, maxLength: 2 }))
      .map(([key, list]) => ({ [key]: list })),
  ),
}));
const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<Json>('', 'a', 'ab', 'b', 0, 1, 2, 4, 4.5, -1, true, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 2 }),
  ),
}));

it('a number that must be whole is a whole number, in whatever order that is said', () => {
  const whole = { allOf: [{ type: 'number', minimum: 0 }, { type: 'integer' }] };
  expect(mismatches({ type: 'number', minimum: 3 }, whole)).toEqual([{ path: '', rule: 'must be 3 or more' }]);
  expect(mismatches({ type: 'integer' }, whole)).toEqual([]);
});

it('never calls a version compatible whose messages the reader would refuse', () => {
  const ajv = new Ajv2020({ strict: false, ownProperties: true });
  fc.assert(
    fc.property(anySchema, anySchema, fc.array(anyValue, { minLength: 8, maxLength: 16 }), (reader, given, values) => {
      if (mismatches(reader, given).length > 0) return;
      const [reads, gives] = [ajv.compile(reader as object), ajv.compile(given as object)];
      for (const value of values)
        if (gives(value)) expect({ value, read: reads(value) }).toEqual({ value, read: true });
    }),
    { numRuns: 6000 },
  );
});
