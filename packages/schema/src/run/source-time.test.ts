import { expect, it } from 'vitest';
import { sourceTime } from './source-time.ts';

const NINE = Date.UTC(2026, 10, 27, 9);
const read = (value: Parameters<typeof sourceTime>[0]) => sourceTime(value, 'here', NINE + 60_000);

it.each([
  ['2026-11-27T09:00:00Z', 0],
  ['2026-11-27T10:00:00+01:00', 0],
  ['2026-11-27T09:00:00.000+0000', 0], // Salesforce
  ['2026-11-27 09:00:00.5+00', 500], // PostgreSQL
  ['2026-11-27T09:00:00.1234567Z', 123], // Business Central
  ['2026-11-27T09:00:00.123456789Z', 123], // Shopify
  ['2026-11-27T03:30:00-0530', 0],
  [NINE / 1000, 0], // Stripe
  [String(NINE / 1000), 0],
  [NINE + 250, 250],
  [`/Date(${NINE})/`, 0], // OData 2
  [`/Date(${NINE}+0000)/`, 0],
  ['Fri, 27 Nov 2026 09:00:00 GMT', 0],
])('reads %s', (value, ms) => {
  expect(read(value)).toEqual({ at: NINE + ms, from: 'here' });
});

it.each([
  [undefined, 'There is none in the message.'],
  [null, 'There is none in the message.'],
  [' ', 'There is none in the message.'],
  [{ at: 1 }, 'It is neither a text nor a number.'],
  [true, 'It is neither a text nor a number.'],
  ['2026-11-27T09:00:00', '"2026-11-27T09:00:00" names no time zone.'],
  ['2026-11-27', '"2026-11-27" names no time zone.'],
  ['yesterday', '"yesterday" is no time.'],
  ['2026-13-45T09:00:00Z', '"2026-13-45T09:00:00Z" is no time.'],
  ['0', '"0" cannot be, by our clock.'],
  [NINE + 2 * 86_400_000, `"${NINE + 2 * 86_400_000}" cannot be, by our clock.`],
])('keeps none for %s, and says why', (value, note) => {
  expect(read(value)).toEqual({ from: 'here', note });
});

it('keeps a time that is a little ahead of our clock: it says whose clock is wrong', () => {
  expect(read('2026-11-27T09:05:00Z')).toEqual({ at: NINE + 300_000, from: 'here' });
});
