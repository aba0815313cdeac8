import { expect, it } from 'vitest';
import { spanMs } from './span.ts';

it.each([
  ['3 days', 259_200_000],
  ['1 day 2 hours', 93_600_000],
  ['90s', 90_000],
  ['1.5 h', 5_400_000],
  ['2 weeks, 1 min', 1_209_660_000],
  ['250 ms', 250],
])('%s is %i milliseconds', (text, ms) => {
  expect(spanMs(text)).toBe(ms);
});

it.each(['', 'soon', '3', '3 moons', 'in 3 days', '3 days later', '-1 day'])(
  '%j is no span of time, and it says so',
  (text) => {
    expect(() => spanMs(text)).toThrow('write "3 days"');
  },
);
