import type { StatsBin, StepStats } from '@lockstep/schema/api';
import type { StepCount } from '../../store/flow-stats/read.ts';
import { percentiles } from '../boards/buckets.ts';

/** What each step did, from counts of what happened there. */
export function stepStats(
  counts: readonly StepCount[],
  standing: {
    readonly open: readonly { readonly node: string; readonly n: number }[];
    readonly waiting: readonly { readonly node: string; readonly n: number }[];
  },
): StepStats[] {
  const open = sumsByNode(standing.open);
  const waiting = sumsByNode(standing.waiting);
  const byNode = Map.groupBy(counts, ({ node }) => node);
  const nodes = new Set([...byNode.keys(), ...open.keys(), ...waiting.keys()]);
  return [...nodes].map((node) => {
    const of = byNode.get(node) ?? [];
    const sum = (what: StepCount['what']) => of.reduce((all, one) => (one.what === what ? all + one.n : all), 0);
    const well = of.filter(({ what }) => what === 'ok');
    const retries = sum('again');
    const [p50, p95, p99] = percentiles(well, [0.5, 0.95, 0.99]) ?? [];
    return {
      node,
      done: sum('began') + sum('ok'),
      // An attempt that failed and was followed by another one is a retry, not an end.
      failed: Math.max(0, sum('failed') - retries),
      retries,
      ports: Object.fromEntries(sumsBy(well, ({ port }) => port)),
      ...(p50 !== undefined && p95 !== undefined && p99 !== undefined && { latencyMs: { p50, p95, p99 } }),
      open: open.get(node) ?? 0,
      waiting: waiting.get(node) ?? 0,
    };
  });
}

/** All bins of a time, those in which nothing happened among them. */
export function statsBins(
  counts: readonly { readonly bin: number; readonly what: StepCount['what']; readonly n: number }[],
  { sinceMs, binMs, bins }: { readonly sinceMs: number; readonly binMs: number; readonly bins: number },
): StatsBin[] {
  const byBin = Map.groupBy(counts, ({ bin }) => bin);
  return Array.from({ length: bins }, (_, nr) => {
    const of = byBin.get(nr) ?? [];
    const sum = (what: StepCount['what']) => of.reduce((all, one) => (one.what === what ? all + one.n : all), 0);
    return {
      at: new Date(sinceMs + nr * binMs).toISOString(),
      began: sum('began'),
      failed: Math.max(0, sum('failed') - sum('again')),
    };
  });
}

function sumsBy(counts: readonly StepCount[], keyOf: (count: StepCount) => string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const count of counts) sums.set(keyOf(count), (sums.get(keyOf(count)) ?? 0) + count.n);
  return sums;
}

function sumsByNode(rows: readonly { readonly node: string; readonly n: number }[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { node, n } of rows) sums.set(node, (sums.get(node) ?? 0) + n);
  return sums;
}
