import { expect, it } from 'vitest';
import { fromMinor, toMinor } from './amount.ts';

it.each([
  ['38.65', 'EUR', '3865', '38.65'],
  ['1', 'EUR', '100', '1.00'],
  ['0.07', 'USD', '7', '0.07'],
  ['1200', 'JPY', '1200', '1200'],
  ['1200.00', 'JPY', '1200', '1200'],
  ['1.25', 'KWD', '1250', '1.250'],
  ['500', 'ISK', '50000', '500.00'],
  ['90071992547.99', 'EUR', '9007199254799', '90071992547.99'],
])('%s %s is %s in the smallest unit, and back', (amount, currency, minor, back) => {
  expect(toMinor(amount, currency)).toBe(minor);
  expect(fromMinor(Number(minor), currency)).toBe(back);
});

it.each([
  ['1.005', 'EUR', /takes 2 decimals/],
  ['1.5', 'JPY', /takes 0 decimals/],
  ['1.234', 'KWD', /takes 2 decimals/],
  ['-1', 'EUR', /no amount/],
  ['1,50', 'EUR', /no amount/],
  ['0.00', 'EUR', /zero/],
  ['', 'EUR', /no amount/],
])('refuses %s %s', (amount, currency, reason) => {
  expect(() => toMinor(amount, currency)).toThrow(reason);
});
