import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { createBulk } from '../bulk-retries.ts';
import type { Db } from '../open-store.ts';

/** A run that went on without a code that a table has by now. */
export interface Correctable {
  readonly valueId: string;
  readonly runId: string;
  readonly snapshotId: string;
  readonly by: string;
  /** Steps that met such codes. */
  readonly nodes: readonly string[];
  /** Nothing newer was done in its lane since: what it told still stands, and may be told better. */
  readonly stands: boolean;
}

/** Runs looked at in one turn. */
const AT_ONCE = 500;

/**
 * Hands the exceptions of runs that failed for a code which a table has by now to a bulk retry, once each, in one transaction; and
 * lets go of runs that ended otherwise. @returns true when there is a bulk retry to work off
 */
export function retryMapped(db: Db): Promise<boolean> {
  return db.transaction(async (tx) => {
    const rows = await tx.execute<{ value_id: string; run_id: string; exception_id: string | null; by: string }>(sql`
      select r.value_id, r.run_id, e.id as exception_id, coalesce(u.settled_by, 'operator') as by
      from unmapped_runs r
      join unmapped_values u on u.id = r.value_id and u.status = 'mapped'
      join runs on runs.id = r.run_id and runs.ended_at is not null
      left join exceptions e on e.run_id = r.run_id and e.status = 'open'
      where r.sent_at is null and not r.went_on
      order by r.value_id, r.run_id limit ${AT_ONCE} for update of r skip locked`);
    if (rows.length === 0) return false;
    const byPerson = Map.groupBy(rows, ({ by }) => by);
    let found = 0;
    for (const [by, each] of byPerson) {
      const ids = each.flatMap(({ exception_id }) => exception_id ?? []);
      if (ids.length === 0) continue;
      // Within the transaction: a bulk retry and the mark that its exceptions were handed over are one.
      found += await createBulk(
        tx as unknown as Db,
        { id: v7(), by, evenUndecided: false },
        sql`exceptions.status = 'open' and exceptions.id = any(${`{${ids.join(',')}}`}::uuid[])`,
      );
    }
    const pairs = JSON.stringify(rows.map(({ value_id, run_id }) => ({ value: value_id, run: run_id })));
    await tx.execute(sql`
      update unmapped_runs as r set sent_at = now()
      from json_to_recordset(${pairs}::json) as pair (value uuid, run uuid)
      where r.value_id = pair.value and r.run_id = pair.run`);
    return found > 0;
  });
}

/** Runs that went on with a default, have ended, and could do better now: oldest first. */
export async function listCorrectable(db: Db): Promise<readonly Correctable[]> {
  const rows = await db.execute<{
    value_id: string;
    run_id: string;
    snapshot_id: string;
    by: string;
    nodes: string;
    stands: boolean;
  }>(sql`
    select min(r.value_id::text) as value_id, r.run_id, runs.snapshot_id, min(coalesce(u.settled_by, 'operator')) as by,
      json_agg(distinct r.node)::text as nodes,
      exists (
        select from lane_runs place join lanes on lanes.flow_id = place.flow_id and lanes.key = place.key
        where place.run_id = r.run_id and lanes.done_run = r.run_id) as stands
    from unmapped_runs r
    join unmapped_values u on u.id = r.value_id and u.status = 'mapped'
    join runs on runs.id = r.run_id and runs.status = 'done'
    where r.sent_at is null and r.went_on
    group by r.run_id, runs.snapshot_id order by r.run_id limit ${AT_ONCE}`);
  return rows.map(({ value_id, run_id, snapshot_id, by, nodes, stands }) => ({
    valueId: value_id,
    runId: run_id,
    snapshotId: snapshot_id,
    by,
    nodes: JSON.parse(nodes) as readonly string[],
    stands,
  }));
}

/** The replay carries whatever else the run went on without. */
export async function markCorrected(db: Db, runId: string): Promise<void> {
  await db.execute(sql`
    update unmapped_runs set sent_at = now() where run_id = ${runId}::uuid and went_on and sent_at is null`);
}
