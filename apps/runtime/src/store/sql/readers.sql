-- Readers that go on: how far each is, how far its topic is, and which version of its flow begins its runs. Those of paused
-- and deleted flows are left out.
--
-- $1 uuid[]: only these; null: all
select r.id, r.kind, r.flow_id as "flowId", r.node, r.topic, r.place, r.turn,
  to_char(r.place_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "placeAt",
  r.until, r.keys, r.filter, r.per_second::float8 as "perSecond", r.by,
  greatest(0, extract(epoch from r.next_at - clock_timestamp()) * 1000)::float8 as "nextInMs",
  coalesce(r.lease_until > clock_timestamp(), false) as taken,
  topics.head, topics.floor, newest.version, newest.snapshot_id as "snapshotId",
  (extract(epoch from clock_timestamp() - (
    select received_at from topic_buffers b where b.reader_id = r.id order by seq limit 1
  )) * 1000)::float8 as "gatheredMs"
from topic_readers r
join topics on topics.name = r.topic
join flows on flows.id = r.flow_id and flows.deleted_at is null
cross join lateral (
  select version, snapshot_id from flow_versions v where v.flow_id = r.flow_id order by version desc limit 1
) as newest
where r.status = 'running' and ($1::uuid[] is null or r.id = any($1::uuid[]))
  and not exists (select from flow_pauses p where p.flow_id = r.flow_id)
order by r.id
