import { expect, it } from 'vitest';
import { formatBytes, formatDuration, formatRelative } from './format.ts';

it.each([
  [0.2, '<1 ms'],
  [38.4, '38 ms'],
  [1_400, '1.40 s'],
  [34_567, '34.6 s'],
  [125_000, '2 min 05 s'],
  [3_600_000, '1 h 00 min'],
  [90_000_000, '1 d 1 h'],
])('says %d ms as "%s"', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

it('says bytes in the unit people read', () => {
  expect([812, 26_010, 1_258_291].map(formatBytes)).toEqual(['812 B', '25.4 KB', '1.2 MB']);
});

it('counts time in whole units towards now, in both directions', () => {
  const units = (at: number) => formatRelative(at, 0);
  expect([units(-500), units(-59_900), units(-60_000), units(7_200_000)]).toEqual([
    new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'narrow' }).format(0, 'second'),
    ...(
      [
        [-59, 'second'],
        [-1, 'minute'],
        [2, 'hour'],
      ] as const
    ).map(([n, unit]) => new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'narrow' }).format(n, unit)),
  ]);
});
