-- Ends runs that never began and have nothing to do any more, under the lock of their lanes.
--
-- $1 text: runs as a JSON array
with item as materialized (
  select * from json_to_recordset($1::text::json) as i (run uuid, reason text, event json)
),
ended as (
  update runs set status = 'done', ended_at = now(), filtered = item.reason, lane_state = null, last_seq = last_seq + 1
  from item
  where runs.id = item.run and runs.lane_state = 'waiting' and runs.epoch is null and runs.ended_at is null
    and runs.last_seq = 1
  returning runs.id, runs.flow_id, runs.last_seq, item.event
),
logged as (
  insert into run_events (run_id, seq, at, event) select id, last_seq, now(), event from ended
),
left_line as (
  update lane_runs set waiting = false from ended where lane_runs.run_id = ended.id
)
select id, flow_id from ended
