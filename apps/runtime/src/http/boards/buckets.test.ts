import { expect, it } from 'vitest';
import { bucketOf, middleOf, percentiles, shareWithin } from './buckets.ts';

const took = (...times: readonly number[]) => times.map((ms) => ({ bucket: bucketOf(ms), n: 1 }));

it('tells percentiles to within a tenth', () => {
  const times = Array.from({ length: 1_000 }, (_, nr) => (nr + 1) * 10);
  const [p50 = 0, p95 = 0] = percentiles(took(...times), [0.5, 0.95]) ?? [];
  expect(p50 / 5_000).toBeGreaterThan(0.9);
  expect(p50 / 5_000).toBeLessThan(1.1);
  expect(p95 / 9_500).toBeGreaterThan(0.9);
  expect(p95 / 9_500).toBeLessThan(1.1);
});

it('adds up: of two halves together the same as of the whole', () => {
  const [one, other] = [took(5, 80, 900), took(12_000, 3)];
  expect(percentiles([...one, ...other], [0.5])).toEqual(percentiles(took(3, 5, 80, 900, 12_000), [0.5]));
});

it('tells nothing where nothing was measured', () => {
  expect(percentiles([{ bucket: -1, n: 4 }], [0.5])).toBeUndefined();
  expect(shareWithin([], 1_000)).toBeUndefined();
});

it('tells the share that was quick enough', () => {
  expect(shareWithin(took(10, 20, 70_000, 80_000), 60_000)).toBe(0.5);
});

it.each([1, 17, 1_000, 60_000, 86_400_000])('a bucket holds its own middle: %s ms', (ms) => {
  expect(bucketOf(middleOf(bucketOf(ms)))).toBe(bucketOf(ms));
});
