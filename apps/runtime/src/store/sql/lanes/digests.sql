-- The first run that was accepted within the window with the same digest in the same lane. One that was cancelled, or is itself
-- a repetition, does not count. Asked for under the lock of the lanes.
--
-- $1 text: digests as a JSON array
select d.flow as flow_id, d.key, d.digest, known.run_id
from json_to_recordset($1::text::json) as d (flow text, key text, digest text, window_ms double precision)
cross join lateral (
  select lane_runs.run_id from lane_runs join runs on runs.id = lane_runs.run_id
  where lane_runs.flow_id = d.flow and lane_runs.key = d.key and lane_runs.digest = d.digest
    and since > clock_timestamp() - d.window_ms * interval '1 millisecond' and runs.status <> 'cancelled'
  order by since limit 1) as known
