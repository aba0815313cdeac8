-- Part of append.sql, put in where a batch has steps that park or go on: a batch without them need not pay for these CTEs
-- (measured: 0.4 ms of 3.2 ms a hundred appends).
-- Steps that parked: what they wait for (see match-waits.sql and decide.sql).
waiting as (
  insert into run_waits (run_id, node, item, attempt, topic, key, port, since)
  select written.id, w.node, w.item, w.attempt, w.topic, w.key, w.port, coalesce(to_timestamp(w.since / 1000), '-infinity')
  from written
  cross join lateral json_to_recordset(written.waits) as w (
    node text, item text, attempt integer, topic text, key text, port text, since double precision)
  where written.waits is not null
  on conflict (run_id, node, item, attempt) do nothing
),
asked as (
  insert into approvals (id, run_id, flow_id, node, item, attempt, title, details, assignee, approved_port, rejected_port,
    deadline_at)
  select a.id, written.id, written.flow_id, a.node, a.item, a.attempt, a.title, a.details::json, a.assignee, a.approved_port,
    a.rejected_port, to_timestamp(a.deadline / 1000)
  from written
  cross join lateral json_to_recordset(written.approvals) as a (
    id uuid, node text, item text, attempt integer, title text, details text, assignee text, approved_port text, rejected_port text,
    deadline double precision)
  where written.approvals is not null
  on conflict (id) do nothing
),
-- Steps that wait for a run they called (see store/calls).
calling as (
  insert into run_calls (run_id, node, attempt, called_run_id, port, state)
  select written.id, c.node, c.attempt, c.called, c.port,
    case when c.withdrawn then 'withdrawn'
      when exists (select from runs where runs.id = c.called and runs.ended_at is not null) then 'ended' else 'open' end
  from written
  cross join lateral json_to_recordset(written.calls) as c (
    node text, attempt integer, called uuid, port text, withdrawn boolean)
  where written.calls is not null
  on conflict (run_id, node, attempt) do update set called_run_id = excluded.called_run_id, port = excluded.port,
    state = excluded.state
),
-- Called runs that ended: whoever waits for one is told, by its owner after this commit, or else by the next poll of anybody.
returning_calls as (
  update run_calls set state = 'ended' from written
  where written.called and run_calls.called_run_id = written.id and run_calls.state = 'open'
),
-- Steps that went on without what they waited for. The run has the last word, also about an answer that came too late.
unparked as materialized (
  select written.id as run_id, u.node, u.item, u.attempt, u.how
  from written
  cross join lateral json_to_recordset(written.unparked) as u (node text, item text, attempt integer, how text)
  where written.unparked is not null
),
unwaited as (
  delete from run_waits using unparked
  where run_waits.run_id = unparked.run_id and run_waits.node = unparked.node and run_waits.item = unparked.item
    and run_waits.attempt = unparked.attempt
),
uncalled as (
  update run_calls set state = 'withdrawn' from unparked
  where run_calls.run_id = unparked.run_id and run_calls.attempt = unparked.attempt
    and run_calls.node = unparked.node || case when unparked.item = '' then '' else '@' || unparked.item end
    and run_calls.state in ('open', 'ended')
),
unasked as (
  update approvals set status = unparked.how, settled_at = now() from unparked
  where approvals.run_id = unparked.run_id and approvals.node = unparked.node and approvals.item = unparked.item
    and approvals.attempt = unparked.attempt
),
