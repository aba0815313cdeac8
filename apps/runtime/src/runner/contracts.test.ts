import { type Contract, contracts } from '@lockstep/schema/contracts';
import type { Json } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { createContractChecker } from './contracts.ts';

const schema = (version: number): Contract => ({
  name: 'parcel',
  version: `${version}.0.0`,
  title: 'Parcel',
  description: 'A parcel.',
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['id', 'items', 'constructor'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      carrier: { enum: ['dhl', 'ups'] },
      unit: { const: 'g' },
      constructor: { type: 'string' },
      items: { type: 'array', items: { type: 'integer', minimum: version } },
    },
    additionalProperties: false,
  },
});
const checker = createContractChecker([schema(1), schema(2)]);
const id = '0b6f5a9e-5f0e-4c7e-9a55-0a3f1f5f2f10';

describe('createContractChecker', () => {
  it('finds nothing wrong with a value that keeps the contract', () => {
    expect(checker.check('parcel', { id, items: [2, 3], constructor: 'x', unit: 'g' })).toEqual([]);
  });

  it('names every problem with the field that must change', () => {
    const value = { id: 'no', carrier: 'me', unit: 'kg', items: [2, 0.5], 'a/b': 1 };
    expect(checker.check('parcel', value)).toEqual([
      { path: '/constructor', message: 'is missing' },
      { path: '/a~1b', message: 'is not known here' },
      { path: '/id', message: 'must be a UUID' },
      { path: '/carrier', message: 'must be one of "dhl","ups"' },
      { path: '/unit', message: 'must be "g"' },
      { path: '/items/1', message: 'must be a whole number' },
      { path: '/items/1', message: 'must be 2 or more' },
    ]);
  });

  it.each([
    [{ type: 'array' }, {}, 'must be a list'],
    [{ type: ['string', 'null'] }, 1, 'must be text or null'],
    [{ type: 'array', minItems: 1 }, [], 'must have at least 1 item'],
    [{ type: 'array', maxItems: 2 }, [1, 2, 3], 'must have at most 2 items'],
    [{ uniqueItems: true }, [1, 1], 'must have no item twice'],
    [{ type: 'string', minLength: 1 }, '', 'must not be empty'],
    [{ type: 'string', maxLength: 3 }, 'four', 'must have at most 3 characters'],
    [{ pattern: '^[A-Z]{3}$' }, 'eur', 'must have the form ^[A-Z]{3}$'],
    [{ format: 'date-time' }, 'today', 'must be a date and time with its zone, like 2026-11-23T08:30:00Z'],
    [{ format: 'hostname' }, '-', 'must be in the format "hostname"'],
    [{ exclusiveMinimum: 0 }, 0, 'must be more than 0'],
    [{ multipleOf: 5 }, 3, 'must be a multiple of 5'],
    [{ oneOf: [{ type: 'string' }, { minLength: 1 }] }, 'x', 'must fit exactly one of the allowed forms'],
  ] as const)('says %j of %j: %s', (rule, value, message) => {
    const contract = { ...schema(1), name: 'rule', schema: rule };
    expect(createContractChecker([contract]).check('rule', value)).toEqual([{ path: '', message }]);
  });

  it('takes the newest version unless one is named, and knows no other', () => {
    const value = { id, items: [1], constructor: 'x' };
    expect(checker.check('parcel', value)).toEqual([{ path: '/items/0', message: 'must be 2 or more' }]);
    expect(checker.check('parcel@1', value)).toEqual([]);
    expect(checker.check('parcel@3', value)).toBeUndefined();
    expect(checker.check('pallet', value)).toBeUndefined();
  });

  it('stops at fifty problems, and at the first one in a very large value', () => {
    const wrong = (count: number) => ({ id, constructor: 'x', items: Array.from({ length: count }, () => 'x') });
    expect(checker.check('parcel', wrong(100))).toHaveLength(50);
    expect(checker.check('parcel', wrong(300_000))).toEqual([{ path: '/items/0', message: 'must be a whole number' }]);
  });

  it.each([
    ['a field every object inherits is not there', {}, [{ path: '/constructor', message: 'is missing' }]],
    ['a field of its own is', { constructor: 'x' }, []],
    [
      'an inherited name is a surplus one when it is sent',
      { constructor: 'x', toString: 1 },
      [{ path: '/toString', message: 'is not known here' }],
    ],
    [
      '__proto__ is a surplus field',
      JSON.parse('{"constructor":"x","__proto__":{"isAdmin":true}}'),
      [{ path: '/__proto__', message: 'is not known here' }],
    ],
    [
      'hasOwnProperty of the message is not asked',
      { constructor: 'x', hasOwnProperty: 1 },
      [{ path: '/hasOwnProperty', message: 'is not known here' }],
    ],
  ] as const)('looks at own fields only: %s', (_, value, issues) => {
    const own: Contract = {
      ...schema(1),
      schema: {
        type: 'object',
        required: ['constructor'],
        properties: { constructor: { type: 'string' } },
        additionalProperties: false,
      },
    };
    expect(createContractChecker([own]).check('parcel', value)).toEqual(issues);
  });

  it('counts own fields, and asks own fields what depends on them', () => {
    const counted: Contract = {
      ...schema(1),
      schema: {
        minProperties: 1,
        dependentRequired: { valueOf: ['x'] },
        unevaluatedProperties: false,
        properties: { a: true },
      },
    };
    const check = (value: Json) => createContractChecker([counted]).check('parcel', value);
    expect(check({})).toEqual([{ path: '', message: 'must have at least 1 field' }]);
    expect(check({ a: 1 })).toEqual([]);
    expect(check({ a: 1, valueOf: 1 })).toHaveLength(2);
  });

  it('compiles every contract we ship, and their examples keep them', () => {
    const ours = createContractChecker(contracts);
    const issues = contracts.map(({ name, version, example = null }) => ours.check(`${name}@${version}`, example));
    expect(issues).toEqual(contracts.map(() => []));
  });
});
