import { type ChaosOptions, readOptions } from '../storm/options.ts';
import { storm } from '../storm/storm.ts';
import type { BugName } from './bugs.ts';

export interface Hunt {
  readonly bug: BugName | 'none';
  /** Seed of the storm in which the checker saw it; absent when it never did. */
  readonly caughtBy?: number;
  /** The first violations it saw. */
  readonly violations: readonly string[];
}

/** A small storm with a bit of everything: what a checker must see a bug in. */
export const HUNTING: readonly string[] = [
  ...['--orders', '70', '--drills', '1.2', '--processes', '2', '--seconds', '22', '--lease-ms', '2000'],
  ...['--kills', '5', '--pauses', '4', '--partitions', '3', '--cuts', '2', '--deafs', '3', '--database-crashes', '1'],
  ...['--outage-seconds', '3', '--throttles', '1', '--commit-then-drop', '0.08', '--duplicates', '0.2'],
];
/** What is open after this time is stuck. A far timer takes 6 s, a takeover a lease. */
const PATIENCE_MS = 30_000;

/** One storm for each seed until a violation is seen. Without a bug, all of them. */
export async function hunt(
  bug: BugName | 'none',
  seeds: readonly number[],
  {
    args = HUNTING,
    report = () => undefined,
  }: { readonly args?: readonly string[]; readonly report?: (line: string) => void } = {},
): Promise<Hunt> {
  const preload = bug === 'none' ? [] : [new URL('./plant.ts', import.meta.url).href];
  for (const seed of seeds) {
    const options: ChaosOptions = { ...readOptions(args), seed };
    const env: Record<string, string> = bug === 'none' ? {} : { PLANTED_BUG: bug };
    const { violations } = await storm(options, report, { preload, env, patienceMs: PATIENCE_MS });
    if (violations.length > 0) return { bug, caughtBy: seed, violations };
  }
  return { bug, violations: [] };
}
