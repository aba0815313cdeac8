-- Puts runs into their lanes. One that replaces another of the same lane takes its place.
--
-- $1 text: runs as a JSON array
insert into lane_runs (run_id, flow_id, key, place, rank, digest, waiting, even_stale)
select run, flow, key,
  coalesce((
    select before.place from lane_runs before
    where before.run_id = j.replaces and before.flow_id = j.flow and before.key = j.key), j.place),
  rank, digest, true, even_stale
from json_to_recordset($1::text::json) as j (
  run uuid, flow text, key text, place bigint, rank numeric, digest text, even_stale boolean, replaces uuid)
