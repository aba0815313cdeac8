-- Runs of some lanes that ended and of which their lanes have not heard, with what that means for a lane: whether an exception
-- still waits for somebody. Asked for under the lock of the lanes.
--
-- $1 text: names of lanes as a JSON array
select runs.id, lane_runs.flow_id, lane_runs.key, runs.status, runs.lane_state, lane_runs.rank::text, exists (
    select from exceptions where exceptions.run_id = runs.id and exceptions.status in ('open', 'retrying')) as unsettled
from runs join lane_runs on lane_runs.run_id = runs.id
join json_to_recordset($1::text::json) as named (flow text, key text)
  on named.flow = lane_runs.flow_id and named.key = lane_runs.key
where runs.ended_at is not null and runs.lane_state in ('waiting', 'turn', 'passing')
