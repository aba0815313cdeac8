import type { RunCounts } from '@lockstep/schema/api';
import { countRunsSince } from '../store/overview.ts';
import type { Doors } from './ports.ts';

const DAY_MS = 86_400_000;
/** Shortest time an answer is used again, and the share of the time that may be spent on counting. */
const MIN_MS = 1000;
const SHARE = 20;

/**
 * Runs of the last 24 hours by flow and status. Many screens ask for the same sums: an answer is used again for a second,
 * or for longer where there is so much to count that it takes long.
 */
export function recentCounts({ db, now }: Pick<Doors, 'db' | 'now'>): () => Promise<ReadonlyMap<string, RunCounts>> {
  let counting: Promise<ReadonlyMap<string, RunCounts>> | undefined;
  let goodUntil = 0;
  return () => {
    if (counting && now() < goodUntil) return counting;
    const from = now();
    goodUntil = Number.POSITIVE_INFINITY;
    counting = countRunsSince(db, from - DAY_MS);
    counting.then(
      () => {
        goodUntil = now() + Math.max(MIN_MS, (now() - from) * SHARE);
      },
      () => {
        goodUntil = 0;
      },
    );
    return counting;
  };
}
