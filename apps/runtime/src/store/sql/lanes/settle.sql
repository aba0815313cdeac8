-- Notes where ended runs stand in their lanes, under the lock of the lanes.
--
-- $1 text: runs as a JSON array
with item as materialized (
  select * from json_to_recordset($1::text::json) as i (run uuid, state text)
),
noted as (
  update runs set lane_state = item.state from item where runs.id = item.run and runs.ended_at is not null
)
update lane_runs set waiting = false from item where lane_runs.run_id = item.run and waiting
