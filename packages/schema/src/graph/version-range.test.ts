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

it.each(['', 'newest', '0', '-1', '1.2', '^0', '^', '^1.x', '^1.2.3.4', '^1 <4', '>=', '2 || 3', '>=2, <4', '01'])(
  '%j is no range',
  (range) => {
    expect(VersionRange.safeParse(range).success).toBe(false);
    expect(newestIn(range, versions)).toBeUndefined();
  },
);

const releases = [
  { version: 1, semver: null },
  { version: 2, semver: '1.0.0' },
  { version: 3, semver: '1.2.1' },
  { version: 4, semver: '2.0.0' },
  { version: 5, semver: '1.10.0' },
  { version: 6 },
];

it.each([
  ['^1', 5],
  ['^1.2', 5],
  ['^1.2.2', 5],
  ['^1.11', undefined],
  ['^2', 4],
  ['^2.0.1', undefined],
  ['^3', undefined],
  ['latest', 6],
  ['<4', 3],
])('%s takes the newest version that keeps the promises: %s', (range, version) => {
  expect(newestIn(range, releases)).toBe(version);
  expect(VersionRange.safeParse(range).success).toBe(true);
});
