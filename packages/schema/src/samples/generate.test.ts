import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contracts } from '../contracts/index.ts';
import type { Json, JsonObject } from '../run/json.ts';
import { generateSamples } from './generate.ts';
import { patternText } from './pattern-text.ts';
import { randomOf } from './random.ts';

const ajv = new Ajv2020({ allErrors: true, ownProperties: true, strict: false });
addFormats.default(ajv);

const problemsOf = (schema: Json, values: readonly { readonly name: string; readonly value: Json }[]) => {
  const check = ajv.compile(schema as JsonObject);
  return values.flatMap(({ name, value }) =>
    check(value) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${name} ${instancePath} ${message}`),
  );
};
const named = (schema: Json, name: string, seed = 1) =>
  generateSamples(schema, { seed }).find((each) => each.name === name)?.value;

it.each(contracts.map((contract) => [`${contract.name}@${contract.version}`, contract] as const))(
  'every message generated of %s keeps it, whatever the seed',
  (ref, { schema, example }) => {
    for (const seed of [0, 1, 7, 4_294_967_295]) {
      const made = generateSamples(schema, { seed, example, varied: 5 });
      expect(problemsOf(schema, made)).toEqual([]);
      // Of an amount and its currency there is little to vary.
      expect(made.length).toBeGreaterThan(ref.startsWith('money@') ? 2 : 4);
    }
    expect(problemsOf(schema, generateSamples(schema, { seed: 3 }))).toEqual([]);
  },
);

describe('generated messages', () => {
  const schema: Json = {
    type: 'object',
    required: ['id', 'lines'],
    properties: {
      id: { type: 'string', minLength: 2, maxLength: 8 },
      note: { type: ['string', 'null'], maxLength: 20 },
      status: { enum: ['open', 'paid', 'sent'] },
      amount: { type: 'number', exclusiveMinimum: 0, maximum: 10, multipleOf: 0.5 },
      lines: {
        type: 'array',
        minItems: 1,
        maxItems: 3,
        items: { type: 'object', properties: { sku: { type: 'string' } } },
      },
      parent: { $ref: '#' },
    },
  };

  it('are the same for the same seed', () => {
    expect(generateSamples(schema, { seed: 5 })).toEqual(generateSamples(schema, { seed: 5 }));
    expect(generateSamples(schema, { seed: 5 })).not.toEqual(generateSamples(schema, { seed: 6 }));
  });

  it('have the boundary cases', () => {
    expect(named(schema, 'Smallest')).toEqual({ id: 'xx', lines: [{}] });
    expect(named(schema, 'Largest')).toMatchObject({ id: 'Long tex', status: 'open', amount: 10, lines: [{}, {}, {}] });
    expect(named(schema, 'Nulls')).toMatchObject({ note: null });
    expect(generateSamples(schema, { seed: 1 }).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Usual', 'Smallest', 'Largest', 'Nulls', 'Unusual texts', 'Varied']),
    );
  });

  it('go through every code', () => {
    const made = [0, 1, 2].map((code) => (named(schema, `Codes ${code + 1}`) as JsonObject).status);
    expect(made).toEqual(['open', 'paid', 'sent']);
  });

  it('end in contracts that ask for themselves', () => {
    expect(JSON.stringify(named(schema, 'Largest')).length).toBeLessThan(20_000);
    const endless: Json = { type: 'object', required: ['next'], properties: { next: { $ref: '#' } } };
    expect(() => generateSamples(endless, { seed: 1 })).not.toThrow();
  });

  it('take the values of the example where there are some', () => {
    const [usual] = generateSamples(schema, { seed: 1, example: { id: 'A-17', lines: [{ sku: 'MUG' }] } });
    expect(usual?.value).toMatchObject({ id: 'A-17', lines: [{ sku: 'MUG' }] });
  });
});

it.each([
  '^[A-Z]{3}$',
  '^-?\\d+(\\.\\d+)?$',
  '^\\d{8}$|^\\d{12,14}$',
  '^[a-z0-9-]+@[^ ]{1,4}\\.(?:de|com)$',
  '\\w+',
  '^#\\d+$',
])('texts of %s fit it', (pattern) => {
  fc.assert(
    fc.property(fc.integer({ min: 0 }), fc.constantFrom('short', 'usual', 'long'), (seed, length) => {
      expect(patternText(pattern, length as 'short', randomOf(seed))).toMatch(new RegExp(pattern, 'u'));
    }),
  );
});

it.each(['(?=a)b', '(a)\\1', '\\p{L}', '(', 'a**', '[z-a]'])('of %s nothing is made up', (pattern) => {
  expect(patternText(pattern, 'usual', randomOf(1))).toBeUndefined();
});
