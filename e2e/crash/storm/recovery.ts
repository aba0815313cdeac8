import type { Arena } from '../kit/arena.ts';
import type { Kill } from './conductor.ts';

/** For each run a dead process had in hand: milliseconds from the kill to the run's next event. */
export async function recoveryTimes({ store }: Arena, kills: readonly Kill[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const { at, runs } of kills) {
    if (runs.length === 0) continue;
    const rows = await store.sql<{ ms: number }[]>`
      select extract(epoch from min(at)) * 1000 - ${at}::float8 as ms from run_events
      where run_id = any(${store.sql.array([...runs], 2950)}::uuid[]) and at > to_timestamp(${at}::float8 / 1000)
      group by run_id`;
    times.push(...rows.map(({ ms }) => Number(ms)));
  }
  return times;
}

/** The value below which `share` of the numbers lie; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
