import { newestIn } from '@lockstep/schema/graph';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rangeForm, rangeText } from './version-range.ts';

it.each([
  ['latest', { way: 'latest' }],
  ['', { way: 'latest' }],
  ['3', { way: 'one', from: 3 }],
  ['=3', { way: 'one', from: 3 }],
  ['>=2', { way: 'between', from: 2 }],
  ['>=2 <4', { way: 'between', from: 2, to: 3 }],
  ['>=2 <=4', { way: 'between', from: 2, to: 4 }],
  ['<4', { way: 'written' }],
  ['newest', { way: 'written' }],
])('reads %j', (text, form) => {
  expect(rangeForm(text)).toEqual(form);
});

it('what the form writes takes exactly the versions between its bounds', () => {
  const version = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(version, fc.option(version, { nil: undefined }), version, (from, to, asked) => {
      const range = rangeText({ way: 'between', from, ...(to === undefined ? {} : { to }) });
      const isIn = asked >= from && (to === undefined || asked <= Math.max(from, to));
      expect(newestIn(range, [asked]) === asked).toBe(isIn);
      expect(rangeText({ ...rangeForm(range), way: 'between' })).toBe(range);
    }),
  );
});
