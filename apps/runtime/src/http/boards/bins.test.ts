import { expect, it } from 'vitest';
import { binsOf, perBin } from './bins.ts';

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 10, 28, 12, 7);

it.each([
  [1, 1],
  [6, 5],
  [24, 15],
  [72, 60],
  [24 * 7, 180],
  [24 * 30, 1_440],
])('%s hours are told by bins of %s minutes that cover them', (hours, minutes) => {
  const bins = binsOf(NOON - hours * HOUR_MS, NOON);
  expect(bins.binMinutes).toBe(minutes);
  expect(bins.fromMinute % minutes).toBe(0);
  expect(bins.times[0]).toBeLessThanOrEqual(NOON - hours * HOUR_MS);
  expect(bins.times.at(-1)).toBeLessThan(NOON);
  expect(bins.to.getTime()).toBeGreaterThanOrEqual(NOON);
  expect(bins.times.length).toBeLessThanOrEqual(200);
});

it('gives a number for each bin, those in which nothing happened among them', () => {
  const rows = [
    { bin: 0, n: 2 },
    { bin: 2, n: 3 },
    { bin: 2, n: 4 },
  ];
  const sum = (of: readonly { n: number }[]) => of.reduce((all, { n }) => all + n, 0);
  expect(perBin({ times: [0, 1, 2] }, rows, sum)).toEqual([2, 0, 7]);
});
