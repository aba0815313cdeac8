import type { SourceDelay } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { firstRunIdAt } from './runs-view.ts';

type Row = Omit<SourceDelay, 'heardMs' | 'doneMs'> & {
  readonly heard: readonly [number, number] | null;
  readonly done: readonly [number, number] | null;
};

/**
 * How late flows hear of things and are done with them, by the times of their sources, for runs that began since a moment. Tests and
 * replays are left out: they say nothing about the way a message came.
 *
 * @param since epoch milliseconds
 */
export async function readSourceDelays(db: Db, since: number): Promise<readonly SourceDelay[]> {
  const rows = await db.execute<{ [Key in keyof Row]: Row[Key] }>(sql`
    with told as (
      select flow_id, (began -> 'source' ->> 'at')::float8 as source, (began ->> 'receivedAt')::float8 as received,
        extract(epoch from ended_at)::float8 * 1000 as ended
      from runs cross join lateral readable(trigger) as began
      where id >= ${firstRunIdAt(since)}::uuid and not test and began -> 'source' is not null and began ->> 'kind' <> 'replay'
    )
    select flow_id as "flowId", coalesce(flows.name, flow_id) as "flowName", count(source)::int as told,
      (count(*) - count(source))::int as untold, count(*) filter (where source > received)::int as ahead,
      percentile_cont(array[0.5, 0.95]) within group (order by greatest(received - source, 0)) as heard,
      percentile_cont(array[0.5, 0.95]) within group (order by greatest(ended - source, 0)) as done
    from told left join flows on flows.id = flow_id
    group by flow_id, flows.name order by 2, 1`);
  return rows.map(({ heard, done, ...row }) => ({
    ...row,
    ...(heard && { heardMs: { p50: heard[0], p95: heard[1] } }),
    ...(done && { doneMs: { p50: done[0], p95: done[1] } }),
  }));
}
