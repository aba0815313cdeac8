-- Opens a run that ended as an exception again: event, run row and exception in one commit. Nobody owns it; the notice
-- wakes the workers.
--
-- $1 uuid: run; $2 text: run.retried as JSON
with reopened as (
  update runs set status = 'queued', ended_at = null, worker = null, epoch = null, wake_at = now(), failed_node = null,
    failure_message = null, last_seq = last_seq + 1
  where id = $1::uuid and status = 'exception'
  returning id, last_seq, flow_id
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
