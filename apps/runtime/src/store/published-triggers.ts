import type { Json } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

/** A trigger of the newest published version of a flow. */
export interface PublishedTrigger {
  readonly flowId: string;
  readonly version: number;
  readonly snapshotId: string;
  readonly node: string;
  readonly type: string;
  /** As they were drawn, defaults not filled in. */
  readonly params: Json;
}

/** Every trigger of these types, of flows that are neither paused nor deleted. */
export async function listTriggers(db: Db, types: readonly string[]): Promise<readonly PublishedTrigger[]> {
  const rows = await db.execute<{
    flow_id: string;
    version: number;
    snapshot_id: string;
    node: string;
    type: string;
    params: Json;
  }>(sql`
    select v.flow_id, v.version, v.snapshot_id, n ->> 'id' as node, n ->> 'type' as type, n -> 'params' as params
    from (select distinct on (flow_id) flow_id, version, snapshot_id from flow_versions order by flow_id, version desc) v
    join flows f on f.id = v.flow_id and f.deleted_at is null
    join flow_snapshots s on s.id = v.snapshot_id
    cross join json_array_elements(s.document -> 'nodes') n
    where n ->> 'type' in (select jsonb_array_elements_text(${JSON.stringify(types)}::text::jsonb))
      and not exists (select from flow_pauses p where p.flow_id = v.flow_id)
    order by v.flow_id, node`);
  return rows.map((row) => ({
    flowId: row.flow_id,
    version: row.version,
    snapshotId: row.snapshot_id,
    node: row.node,
    type: row.type,
    params: row.params,
  }));
}
