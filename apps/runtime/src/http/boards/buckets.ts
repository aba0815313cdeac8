const BASE = 1.1;

/** How often something took about so long: `bucket` is the logarithm of its milliseconds to the base 1.1, or -1 where nothing was measured. */
export interface Bucketed {
  readonly bucket: number;
  readonly n: number;
}

/** The middle of a bucket, in milliseconds. */
export const middleOf = (bucket: number): number => (bucket === 0 ? 1 : Math.round(BASE ** (bucket + 0.5)));

/** The bucket of a time in milliseconds. */
export const bucketOf = (ms: number): number => Math.min(Math.floor(Math.log(Math.max(ms, 1)) / Math.log(BASE)), 250);

/**
 * Percentiles from buckets of a tenth: each is told by the middle of its bucket. Buckets of any times add up, so they hold
 * for a month as for a minute.
 *
 * @param shares ascending, 0 to 1
 * @returns milliseconds, or `undefined` where nothing was measured
 */
export function percentiles(counts: readonly Bucketed[], shares: readonly number[]): readonly number[] | undefined {
  const timed = counts.filter(({ bucket }) => bucket >= 0).toSorted((a, b) => a.bucket - b.bucket);
  const all = timed.reduce((sum, { n }) => sum + n, 0);
  if (all === 0) return undefined;
  return shares.map((share) => {
    let below = 0;
    for (const { bucket, n } of timed) {
      below += n;
      if (below >= share * all) return middleOf(bucket);
    }
    return 0;
  });
}

/** The share that took no longer than `ms`, to the bucket; `undefined` where nothing was measured. */
export function shareWithin(counts: readonly Bucketed[], ms: number): number | undefined {
  const timed = counts.filter(({ bucket }) => bucket >= 0);
  const all = timed.reduce((sum, { n }) => sum + n, 0);
  if (all === 0) return undefined;
  const within = timed.reduce((sum, { bucket, n }) => (middleOf(bucket) <= ms ? sum + n : sum), 0);
  return within / all;
}
