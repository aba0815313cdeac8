import { expect, it } from 'vitest';
import { trendWords } from './touch-trend.ts';

const sums = (perThousand?: number) => ({
  touches: 1,
  orders: 1,
  ...(perThousand !== undefined && { perThousand }),
});

it.each([
  [12.5, 20, { text: '7.5 fewer than before', isBetter: true }],
  [1020.1, 20, { text: '1,000.1 more than before', isBetter: false }],
  [20, 20, { text: 'As many as before', isBetter: true }],
  [20, undefined, undefined],
  [undefined, 20, undefined],
])('%s touches after %s', (now, before, words) => {
  expect(trendWords(sums(now), sums(before))).toEqual(words);
});
