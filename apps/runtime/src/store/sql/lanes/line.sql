-- The runs that wait in some lanes, in the order of their turns: the first few of each, or all where only the newest runs.
-- What was claimed is about to be cancelled and waits no more.
--
-- $1 text: names of lanes as a JSON array; $2 integer: how many of each
select named.flow as flow_id, named.key, waiting.*
from json_to_recordset($1::text::json) as named (flow text, key text, everything boolean)
cross join lateral (
  select lane_runs.run_id, place::float8 as place, rank::text, even_stale, runs.last_seq > 1 as begun,
    floor(extract(epoch from since) * 1000)::float8 as since_ms
  from lane_runs join runs on runs.id = lane_runs.run_id
  where lane_runs.flow_id = named.flow and lane_runs.key = named.key and lane_runs.waiting
    and runs.lane_state = 'waiting' and runs.epoch is null and runs.ended_at is null
  order by lane_runs.rank nulls first, place, lane_runs.run_id
  limit case when named.everything then null else $2::integer end) as waiting
