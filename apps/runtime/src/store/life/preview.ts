import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { type KeptAs, REMOVABLE, STATUSES } from './removable.ts';

/** What would be removed, were it so. */
export interface Removal {
  readonly runs: number;
  readonly bytes: number;
}

/**
 * How many runs of a flow the next pass would remove with these days (0: none), by the same condition as the pass itself.
 * Of runs that ended before all that can be removed a minute index scan tells; failed ones are found through their own index.
 */
export async function previewRemoval(
  db: Db,
  flowId: string,
  days: Readonly<Record<KeptAs, number>>,
): Promise<Readonly<Record<KeptAs, Removal>>> {
  const [done, failed] = await Promise.all([count('done'), count('failed')]);
  return { done, failed };

  async function count(as: KeptAs): Promise<Removal> {
    if (days[as] === 0) return { runs: 0, bytes: 0 };
    const [row] = await db.execute<{ runs: string | number; bytes: string | number }>(sql`
      select count(*) as runs, coalesce(sum(r.bytes), 0) as bytes from runs r
      where r.flow_id = ${flowId} and r.status in ${[...STATUSES[as]]} and r.id < ${firstIdDaysAgo(days[as])}
        and r.ended_at < now() - ${days[as]} * interval '1 day' and ${sql.raw(REMOVABLE)}`);
    return { runs: Number(row?.runs ?? 0), bytes: Number(row?.bytes ?? 0) };
  }
}

/** Whatever ended before then was accepted before, and ids tell when. */
function firstIdDaysAgo(days: number): SQL {
  return sql`first_run_id((extract(epoch from now())::bigint - ${days}::bigint * 86400) / 60 + 1)`;
}
