-- Opens a run that ended as an exception again: event, run row and exception in one commit. Nobody owns it; the notice
-- wakes the workers. In a lane that went on without it, it waits for its turn again, at its old place. Its lane is locked
-- before, because lanes come before runs, and runs before exceptions. A run that a replay repeats is not opened: what the
-- replay did this one does not know.
--
-- $1 uuid: run; $2 text: run.retried as JSON
with reopened as (
  update runs set status = 'queued', ended_at = null, worker = null, epoch = null, failed_node = null,
    failure_message = null, last_seq = last_seq + 1,
    wake_at = case when lane_state is distinct from 'left' then now() end,
    lane_state = case when lane_state = 'left' then 'waiting' when lane_state is not null then 'turn' end
  where id = $1::uuid and status = 'exception' and replayed_by is null
  returning id, last_seq, flow_id, lane_state
),
in_line as (
  update lane_runs set waiting = true, since = clock_timestamp() from reopened
  where lane_runs.run_id = reopened.id and reopened.lane_state = 'waiting'
  returning lane_runs.flow_id, lane_runs.key
),
to_look_at as (
  update lanes set look_at = now() from in_line where lanes.flow_id = in_line.flow_id and lanes.key = in_line.key
),
logged as (
  insert into run_events (run_id, seq, at, event) select id, last_seq, now(), $2::text::json from reopened
),
marked as (
  update exceptions set status = 'retrying', settled_at = null, note = null
  from reopened where exceptions.run_id = reopened.id and exceptions.status = 'open'
  returning exceptions.id
)
select id, flow_id, (select id from marked limit 1) as exception_id, pg_notify('lockstep_work', id::text) from reopened
