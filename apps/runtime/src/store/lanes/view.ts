import type { LaneView } from '@lockstep/schema/api';
import type { RunStatus } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

type Text = string | number;
type Holder = {
  readonly holder: string | null;
  readonly holder_status: RunStatus | null;
  readonly holder_state: string | null;
  readonly holder_key: string | null;
  readonly exception_id: string | null;
  readonly look_at: string | null;
};

/** What a lane is about and who has its turn; `infinity` cannot be a date. */
const HOLDER = sql`lanes.holder, runs.status as holder_status, runs.lane_state as holder_state, runs.business_key as holder_key,
  case when runs.lane_state = 'blocking' then (
    select id from exceptions where exceptions.run_id = runs.id order by id desc limit 1) end as exception_id,
  lanes.look_at::text as look_at`;

interface FlowLanes {
  readonly lanes: readonly LaneView[];
  readonly keys: number;
  readonly blocked: number;
  readonly waiting: number;
}

/** Keys for which runs wait, and those that a failed run blocks: blocked ones first, then the busiest. */
export async function readLanes(db: Db, flowId: string, limit: number): Promise<FlowLanes> {
  const rows = await db.execute<
    Holder & { key: string; waiting: Text; since: string | Date | null; keys: Text; blocked: Text; total: Text }
  >(sql`
    with line as materialized (
      select key, count(*) as waiting, min(since) as since from lane_runs where flow_id = ${flowId} and waiting group by key
    ),
    blocking as materialized (
      select lane_runs.key from runs join lane_runs on lane_runs.run_id = runs.id
      where runs.flow_id = ${flowId} and runs.lane_state = 'blocking'
    ),
    shown as (
      select coalesce(line.key, blocking.key) as key, coalesce(waiting, 0) as waiting, since, blocking.key is not null as is_blocked
      from line full join blocking using (key)
      order by is_blocked desc, waiting desc, since limit ${limit}
    )
    select shown.key, shown.waiting, shown.since, ${HOLDER},
      (select count(*) from line) as keys, (select count(*) from blocking) as blocked, (select sum(waiting) from line) as total
    from shown join lanes on lanes.flow_id = ${flowId} and lanes.key = shown.key left join runs on runs.id = lanes.holder
    order by is_blocked desc, waiting desc, since`);
  const [first] = rows;
  return {
    lanes: rows.map((row) => ({
      key: row.key,
      waiting: Number(row.waiting),
      ...(row.since !== null && { since: new Date(row.since).toISOString() }),
      ...standing(row),
    })),
    keys: Number(first?.keys ?? 0),
    blocked: Number(first?.blocked ?? 0),
    waiting: Number(first?.total ?? 0),
  };
}

type Standing = Pick<LaneView, 'state' | 'holder' | 'heldUntil'>;

function standing(row: Holder): Standing {
  const { holder, holder_status, holder_key, exception_id, look_at } = row;
  if (holder !== null && holder_status !== null) {
    const shown = {
      runId: holder,
      status: holder_status,
      ...(holder_key !== null && { businessKey: holder_key }),
      ...(exception_id !== null && { exceptionId: exception_id }),
    };
    return { state: row.holder_state === 'blocking' ? 'blocked' : 'busy', holder: shown };
  }
  if (look_at === 'infinity') return { state: 'paused' };
  if (look_at !== null) return { state: 'held', heldUntil: new Date(look_at).toISOString() };
  return { state: 'busy' };
}

export interface RunPlaceRow extends Standing {
  readonly key: string;
  /** As in `runs.lane_state`; null: through. */
  readonly laneState: string | null;
  readonly ahead: number;
  readonly behind: number;
}

/** Where a run stands in its lane; `undefined` when it has none. */
export async function readRunPlace(db: Db, runId: string): Promise<RunPlaceRow | undefined> {
  const [row] = await db.execute<Holder & { key: string; lane_state: string | null; ahead: Text; behind: Text }>(sql`
    select own.key, mine.lane_state, ${HOLDER},
      (select count(*) from lane_runs w where w.flow_id = own.flow_id and w.key = own.key and w.waiting
        and mine.lane_state = 'waiting' and (coalesce(w.rank, '-infinity'), w.place, w.run_id)
          < (coalesce(own.rank, '-infinity'), own.place, own.run_id)) as ahead,
      (select count(*) from lane_runs w where w.flow_id = own.flow_id and w.key = own.key and w.waiting
        and case when mine.lane_state = 'waiting' then (coalesce(w.rank, '-infinity'), w.place, w.run_id)
          > (coalesce(own.rank, '-infinity'), own.place, own.run_id)
        else mine.lane_state in ('turn', 'blocking', 'passing') end) as behind
    from lane_runs own join runs mine on mine.id = own.run_id
    join lanes on lanes.flow_id = own.flow_id and lanes.key = own.key left join runs on runs.id = lanes.holder
    where own.run_id = ${runId}::uuid`);
  if (!row) return undefined;
  const { key, lane_state: laneState } = row;
  return { key, laneState, ahead: Number(row.ahead), behind: Number(row.behind), ...standing(row) };
}

/** Of some runs, those that block their lanes, with how many wait behind each. */
export async function readBlocked(
  db: Db,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly key: string; readonly waiting: number }>> {
  if (runIds.length === 0) return new Map();
  const rows = await db.execute<{ run_id: string; key: string; waiting: Text }>(sql`
    select own.run_id, own.key, (
      select count(*) from lane_runs w where w.flow_id = own.flow_id and w.key = own.key and w.waiting) as waiting
    from lane_runs own join runs on runs.id = own.run_id
    where own.run_id = any(${`{${runIds.join(',')}}`}::uuid[]) and runs.lane_state = 'blocking'`);
  return new Map(rows.map(({ run_id, key, waiting }) => [run_id, { key, waiting: Number(waiting) }]));
}

/** Keys blocked and runs that wait, by flow. */
export async function countLanes(
  db: Db,
): Promise<readonly { readonly flowId: string; readonly blocked: number; readonly waiting: number }[]> {
  const rows = await db.execute<{ flow_id: string; blocked: Text; waiting: Text }>(sql`
    select flow_id, sum(blocked)::bigint as blocked, sum(waiting)::bigint as waiting
    from (
      select flow_id, count(*) as blocked, 0 as waiting from runs where lane_state = 'blocking' group by 1
      union all select flow_id, 0, count(*) from lane_runs where waiting group by 1
    ) as counts group by 1 order by 1`);
  return rows.map(({ flow_id, blocked, waiting }) => {
    return { flowId: flow_id, blocked: Number(blocked), waiting: Number(waiting) };
  });
}
