-- Settles an open approval of a run that goes on, before its deadline, and tells the run, which is woken when nobody owns
-- it. Answers nothing when there is no such approval, or it is too late.
--
-- $1 uuid: approval; $2 text: 'approved' or 'rejected'; $3 text: who; $4 text: comment
with decided as materialized (
  update approvals set status = $2::text, settled_at = clock_timestamp(), decided_by = $3::text, comment = $4::text
  from runs
  where approvals.id = $1::uuid and approvals.status = 'open' and runs.id = approvals.run_id and runs.ended_at is null
    and (approvals.deadline_at is null or approvals.deadline_at > clock_timestamp())
  returning approvals.id, approvals.run_id, approvals.flow_id, approvals.node, approvals.item, approvals.attempt, approvals.settled_at,
    case $2::text when 'approved' then approvals.approved_port else approvals.rejected_port end as port, runs.epoch
),
sent as (
  insert into run_mail (run_id, id, event)
  select run_id, 'approval:' || id, json_build_object(
    'type', 'step.released',
    'at', floor(extract(epoch from settled_at) * 1000),
    'node', node,
    'item', item,
    'attempt', attempt,
    'port', port,
    'output', json_build_object('value', json_build_object(
      'approvalId', id, 'decision', $2::text, 'comment', $4::text, 'by', $3::text,
      'decidedAt', to_char(settled_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))),
    'cause', json_build_object('kind', 'approval', 'approvalId', id, 'by', $3::text))
  from decided
  on conflict (run_id, id) do nothing
),
woken as (
  update runs set wake_at = now() from decided
  where runs.id = decided.run_id and runs.epoch is null and runs.ended_at is null
)
select run_id, flow_id, pg_notify(case when epoch is null then 'lockstep_work' else 'lockstep_mail' end, run_id::text)
from decided
