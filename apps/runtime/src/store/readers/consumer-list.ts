import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/** A consumer as people look at it: where it stands, and how far behind. */
export interface ConsumerRow {
  readonly flowId: string;
  readonly flowName: string;
  readonly node: string;
  readonly topic: string;
  readonly version: number;
  readonly snapshotId: string;
  readonly place: number;
  /** Events behind the place, and the age of the oldest of them in milliseconds. */
  readonly lag: number;
  readonly lagMs: number;
  /** Events that wait to be gathered. */
  readonly waiting: number;
  readonly paused: boolean;
  readonly read: number;
  readonly passed: number;
  readonly begun: number;
  readonly expired: number;
}

/** Consumers of all topics, or of one, by topic and flow. */
export async function listConsumers(sql: Sql, topic?: string): Promise<readonly ConsumerRow[]> {
  return passing(sql<ConsumerRow[]>`
    select r.flow_id as "flowId", flows.name as "flowName", r.node, r.topic, newest.version,
      newest.snapshot_id as "snapshotId", r.place, topics.head - r.place as lag,
      coalesce(extract(epoch from clock_timestamp() - (
        select received_at from topic_events e
        where e.topic = r.topic and e.seq = greatest(r.place + 1, topics.floor)
      )) * 1000, 0)::float8 as "lagMs",
      (select count(*)::int from topic_buffers b where b.reader_id = r.id) as waiting,
      exists (select from flow_pauses p where p.flow_id = r.flow_id) as paused,
      r.read, r.passed, r.begun, r.expired
    from topic_readers r
    join topics on topics.name = r.topic
    join flows on flows.id = r.flow_id
    cross join lateral (
      select version, snapshot_id from flow_versions v where v.flow_id = r.flow_id order by version desc limit 1
    ) as newest
    where r.kind = 'consumer' ${topic === undefined ? sql`` : sql`and r.topic = ${topic}`}
    order by r.topic, flows.name, r.node`);
}
