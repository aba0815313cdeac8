import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/** A step that takes events of a topic into runs under way. */
export interface WaiterRow {
  readonly flowId: string;
  readonly flowName: string;
  readonly node: string;
  readonly version: number;
  readonly snapshotId: string;
  /** Runs that wait now. */
  readonly waiting: number;
}

/**
 * Steps "Wait for event" that name the topic in the newest versions, and all where a run waits for one of its events: those of
 * older versions, and those whose topic is computed.
 */
export async function listWaiters(sql: Sql, topic: string): Promise<readonly WaiterRow[]> {
  return passing(sql<WaiterRow[]>`
    with drawn as (
      select v.flow_id, v.version, v.snapshot_id, n ->> 'id' as node
      from (select distinct on (flow_id) flow_id, version, snapshot_id from flow_versions order by flow_id, version desc) v
      join flow_snapshots s on s.id = v.snapshot_id
      cross join json_array_elements(s.document -> 'nodes') n
      where n ->> 'type' = 'wait-for-event' and n -> 'params' ->> 'topic' = ${topic}
    ),
    open as (
      select distinct on (r.flow_id, w.node) r.flow_id, w.node, r.version, r.snapshot_id,
        (count(*) over (partition by r.flow_id, w.node))::int as runs
      from run_waits w join runs r on r.id = w.run_id
      where w.topic = ${topic} and w.event_seq is null and r.ended_at is null and r.version is not null
      order by r.flow_id, w.node, r.version desc
    )
    select flow_id as "flowId", f.name as "flowName", node, coalesce(drawn.version, open.version) as version,
      coalesce(drawn.snapshot_id, open.snapshot_id) as "snapshotId", coalesce(open.runs, 0) as waiting
    from drawn full join open using (flow_id, node)
    join flows f on f.id = flow_id and f.deleted_at is null
    order by f.name, node`);
}
