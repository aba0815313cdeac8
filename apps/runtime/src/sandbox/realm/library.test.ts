import { createHash } from 'node:crypto';
import { HELPERS } from '@lockstep/schema/mapping';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineMap } from './define-map.ts';
import { t } from './library.ts';

describe('t.date', () => {
  it.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T09:30', '2026-03-01T09:30:00.000Z'],
    [' 2026-03-01 09:30:15 ', '2026-03-01T09:30:15.000Z'],
    ['2026-03-01T09:30:15.1239+01:30', '2026-03-01T08:00:15.123Z'],
    ['2026-03-01T09:30:15,5-0500', '2026-03-01T14:30:15.500Z'],
    ['2024-02-29T23:59:59+02', '2024-02-29T21:59:59.000Z'],
    ['0099-12-31', '0099-12-31T00:00:00.000Z'],
    ['/Date(1700000000000)/', '2023-11-14T22:13:20.000Z'],
    ['/Date(1700000000000+0000)/', '2023-11-14T22:13:20.000Z'],
    [1_700_000_000_000, '2023-11-14T22:13:20.000Z'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('%s is %s', (value, expected) => {
    expect(t.date(value)).toBe(expected);
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-01T24:00',
    '2026-01-01T10:60',
    '01/02/2026',
    'May 1',
    '',
    null,
    Number.NaN,
    9e15,
    {},
  ])('refuses %j', (value) => {
    expect(() => t.date(value)).toThrow(/is not a date$/);
  });
});

describe('amounts', () => {
  it.each([
    ['1.005', 2, '1.01'],
    [1.005, 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['-0.001', 2, '0.00'],
    ['2.5', 0, '3'],
    [' 12 ', 2, '12.00'],
    ['.5', 1, '0.5'],
    ['1e3', 2, '1000.00'],
    [1e21, 0, '1000000000000000000000'],
    [1e-7, 3, '0.000'],
    ['9007199254740993.45', 1, '9007199254740993.5'],
  ])('t.money(%j, %j) is %s', (value, digits, expected) => {
    expect(t.money(value, digits)).toBe(expected);
  });

  it.each(['', ' ', '.', '1,5', '1.2.3', 'NaN', 'Infinity', null, undefined, true, [], Number.NaN])(
    'refuses %j',
    (value) => {
      expect(() => t.money(value)).toThrow(/is not a number$/);
      expect(() => t.number(value)).toThrow(/is not a number$/);
    },
  );

  it('adds and multiplies in decimals', () => {
    expect([t.sum([0.1, '0.2', '-0.05']), t.sum([]), t.multiply('19.99', 3), t.multiply('0.333', '0.3', 4)]).toEqual([
      '0.25',
      '0.00',
      '59.97',
      '0.0999',
    ]);
  });

  it('agrees with whole cents, whatever the amounts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (cents) => {
        const total = cents.reduce((sum, cent) => sum + BigInt(cent), 0n);
        const amounts = cents.map((cent) => t.money(`${cent}e-2`));
        expect(BigInt(t.sum(amounts).replace('.', ''))).toBe(total);
      }),
    );
  });

  it('gives numbers where numbers are wanted', () => {
    expect([t.round(2.345, 2), t.round('-2.5'), t.number(' 007.50 ')]).toEqual([2.35, -3, 7.5]);
  });
});

describe('text', () => {
  it('agrees with the platform on SHA-256 and Base64 of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(t.sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
        const encoded = t.base64.encode(text);
        expect(encoded).toBe(Buffer.from(text).toString('base64'));
        expect(t.base64.decode(encoded)).toBe(text.toWellFormed());
        expect(t.base64.decode(Buffer.from(text).toString('base64url'))).toBe(text.toWellFormed());
      }),
    );
  });

  it('refuses what is not Base64, or not UTF-8 inside', () => {
    expect(() => t.base64.decode('a')).toThrow('The text is not Base64');
    expect(() => t.base64.decode('ab*=')).toThrow('The text is not Base64');
    expect(() => t.base64.decode('/w==')).toThrow('The Base64 text does not hold UTF-8');
  });

  it('makes text of anything, and fills and demands values', () => {
    expect([t.text(null), t.text(12), t.text({ a: 1 }), t.upper(' ab '), t.lower('AB'), t.trim(' a ')]).toEqual([
      '',
      '12',
      '{"a":1}',
      ' AB ',
      'ab',
      'a',
    ]);
    expect([t.default('', 1), t.default(null, 2), t.default(0, 3), t.required(0)]).toEqual([1, 2, 0, 0]);
    expect(() => t.required('', 'sku')).toThrow('sku is required');
  });
});

describe('lists', () => {
  const lines = [
    { sku: 'a', qty: 1 },
    { sku: 'b', qty: 2 },
    { sku: 'a', qty: 3 },
  ];

  it('go through, narrow, group and join', () => {
    expect(
      t.each(
        t.where(lines, ({ qty }) => qty > 1),
        ({ sku }, index) => `${index}${sku}`,
      ),
    ).toEqual(['0b', '1a']);
    expect(t.group(lines, ({ sku }) => sku)).toEqual([
      { key: 'a', items: [lines[0], lines[2]] },
      { key: 'b', items: [lines[1]] },
    ]);
    expect(t.first(lines)).toEqual(lines[0]);
    expect(t.flatten([[1, 2], 3])).toEqual([1, 2, 3]);
    expect(t.join(['a', null, '', 1, undefined], ' / ')).toBe('a / 1');
  });

  it('that are not there are empty', () => {
    expect([
      t.each(null, () => 1),
      t.where(undefined, () => true),
      t.first(null),
      t.flatten(undefined),
      t.join(null),
    ]).toEqual([[], [], undefined, [], '']);
  });

  it('are lists, or an error that says what it was', () => {
    expect(() => t.each({ sku: 'a' } as never, () => 1)).toThrow('{"sku":"a"} is not a list');
  });
});

const evaluate = (code: string): unknown => new Function('t', `return ${code}`)(t);

describe('values', () => {
  it.each([
    ["t.int(' 12 ')", 12],
    ["t.int('1e3')", 1000],
    ["t.bool('X')", true],
    ['t.bool(0)', false],
    ['t.bool(null)', false],
    ["t.codes('paid', { paid: 'P' })", 'P'],
    ["t.codes('constructor', { paid: 'P' }, '?')", '?'],
    ["t.orNull('')", null],
    ['t.maybe(undefined, t.date) === undefined', true],
    ["t.maybe('', t.number) === undefined", true],
    ["t.maybe('2026-03-01', t.date)", '2026-03-01T00:00:00.000Z'],
    ['t.maybe(0, (value) => t.money(value, 2))', '0.00'],
    ['t.orNull(0)', 0],
    ["t.concat('a', null, ' ', 1)", 'a 1'],
    ["t.omit('no need')", undefined],
    ["t.unit(2, 'lb', 'kg')", 0.907185],
    ["t.unit('1', 'KGM', 'g', 0)", 1000],
    ["t.unit(3, 'DZN', 'EA')", 36],
    ["t.divide('10', 3)", '3.33'],
    ["t.divide('-2.5', '0.5', 0)", '-5'],
    ['t.divide(1, 8)', '0.13'],
    ['t.divide(-1, 8)', '-0.13'],
  ])('%s is %j', (code, expected) => {
    expect(evaluate(code)).toEqual(expected);
  });

  it.each([
    ["t.int('1.5')", '1.5 is not a whole number'],
    ["t.bool('maybe')", '"maybe" is neither yes nor no'],
    ["t.codes('void', { paid: 'P' })", '"void" is not in the list of codes'],
    ["t.unit(1, 'kg', 'cm')", 'kg and cm measure different things'],
    ["t.unit(1, 'stone', 'kg')", '"stone" is not a unit that is known here'],
    ['t.divide(1, 0)', 'a number cannot be divided by zero'],
  ])('%s says: %s', (code, message) => {
    expect(() => evaluate(code)).toThrow(message);
  });

  it('division agrees with multiplication, to the digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e6 }), (a, b) => {
        expect(t.divide(t.multiply(a, b, 0), b, 0)).toBe(t.money(a, 0));
      }),
    );
  });
});

it('a map is a function of the source, with the library at hand', () => {
  const map = defineMap((src: { name: string }, library, ctx) => ({ a: library.upper(src.name), now: ctx.now }));
  expect(map({ name: 'x' }, { now: 5 })).toEqual({ a: 'X', now: 5 });
  expect(() => defineMap({} as never)).toThrow('defineMap takes a function: defineMap((src, t) => ({ … }))');
});

it('the editor knows every helper, and no other', () => {
  const names = Object.entries(t).flatMap(([name, value]) =>
    typeof value === 'function' ? name : Object.keys(value).map((inner) => `${name}.${inner}`),
  );
  expect(HELPERS.map(({ name }) => name).sort()).toEqual(names.sort());
});
