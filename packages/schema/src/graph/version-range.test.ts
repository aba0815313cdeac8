import { expect, it } from 'vitest';
import { newestIn, VersionRange } from './version-range.ts';

const versions = [1, 2, 3, 4, 10];

it.each([
  ['latest', 10],
  ['2', 2],
  ['=3', 3],
  ['>=2 <4', 3],
  ['>2 <=4', 4],
  [' >=2   <10 ', 4],
  ['<2', 1],
  ['5', undefined],
  ['>4 <10', undefined],
])('%s takes the newest version that fits: %s', (range, version) => {
  expect(newestIn(range, versions)).toBe(version);
  expect(VersionRange.safeParse(range).success).toBe(true);
});

it.each(['', 'newest', '0', '-1', '1.2', '^2', '>=', '2 || 3', '>=2, <4', '01'])('%j is no range', (range) => {
  expect(VersionRange.safeParse(range).success).toBe(false);
  expect(newestIn(range, versions)).toBeUndefined();
});
