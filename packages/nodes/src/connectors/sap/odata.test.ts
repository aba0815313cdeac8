import { expect, it } from 'vitest';
import { dateOf, literal } from './odata.ts';

it.each([
  ['abc', "'abc'"],
  ["O'Neil's", "'O''Neil''s'"],
  ["' or 1 eq 1 or '", "''' or 1 eq 1 or '''"],
  ['', "''"],
])('writes %j as the literal %s', (text, written) => {
  expect(literal(text)).toBe(written);
});

it.each([
  ['/Date(1471392000000)/', '2016-08-17'],
  ['/Date(1472796947125+0000)/', '2016-09-02'],
  ['/Date(-1)/', '1969-12-31'],
  ['/Date(99999999999999999)/', undefined],
  ['2016-08-17', undefined],
  [null, undefined],
])('reads the date %j as %s', (value, date) => {
  expect(dateOf(value)).toBe(date);
});
