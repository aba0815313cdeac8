import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalOfNumber, exactNumber, plainDecimal, withImpliedPoint, withoutPoint } from './decimals.ts';

it.each([
  ['255438', 2, '2554.38'],
  ['5', 2, '0.05'],
  ['-250', 2, '-2.50'],
  ['007', 0, '7'],
  ['-000', 2, '0.00'],
  ['12.3', 2, undefined],
  ['', 2, undefined],
])('reads %j with %i implied decimals as %j', (digits, decimals, decimal) => {
  expect(withImpliedPoint(digits, decimals)).toBe(decimal);
});

it.each([
  ['2554.38', 2, '255438'],
  ['2554.3', 2, '255430'],
  ['0.05', 2, '5'],
  ['-2', 2, '-200'],
  ['1.005', 2, undefined],
  ['1.0050', 3, '1005'],
  ['x', 2, undefined],
])('writes %j with %i implied decimals as %j', (decimal, decimals, digits) => {
  expect(withoutPoint(decimal, decimals)).toBe(digits);
});

it('takes digits through and back', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
      fc.integer({ min: 0, max: 6 }),
      (value, decimals) => {
        expect(withoutPoint(withImpliedPoint(String(value), decimals) as string, decimals)).toBe(String(value));
      },
    ),
  );
});

it('knows decimals from other text, and numbers that fit from those that do not', () => {
  expect(['+1.50', '.5', '-.0', '1.', '00012', '', '.', '1e5', '--1'].map(plainDecimal)).toEqual([
    '1.50',
    '0.5',
    '0.0',
    '1',
    '12',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect([1e21, 1e-7, -0.5, Number.NaN].map(decimalOfNumber)).toEqual([
    '1000000000000000000000',
    '0.0000001',
    '-0.5',
    undefined,
  ]);
  expect(['123456789012345', '1234567890.123456'].map(exactNumber)).toEqual([123456789012345, undefined]);
});
