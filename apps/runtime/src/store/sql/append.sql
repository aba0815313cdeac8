-- Writes what happened to a batch of runs of one worker in one commit: events, where each run stands now, payloads,
-- exceptions raised and settled, mail taken, waits begun and ended, ownership given back.
--
-- The fence: a run is written only while the worker's lease lasts, the run carries its epoch, and its newest event is the
-- one the worker knows. Everything else hangs on the rows that this update returned; under a concurrent takeover
-- PostgreSQL checks the row again after the lock, so the loser writes nothing.
--
-- The update hands the items of the runs it wrote on, and the answer looks runs up one by one where it must: what is
-- joined to the batch again is compared row by row when the planner thinks the batch small, and takes the square of it.
--
-- outcome: `written`; `repeated` when an earlier try of the same write got through although its answer was lost; `fenced`.
--
-- $1 text: items as a JSON array; $2 bigint: epoch of the worker; $3 text: payloads as a JSON array
with live as materialized (
  select from workers where epoch = $2::bigint and lease_until > now()
),
item as materialized (
  select * from json_to_recordset($1::text::json) as i (
    run uuid, seq integer, count integer, events json, status text, release boolean, ended boolean,
    wake_in_ms double precision, filtered text, failed_node text, failure_message text, exception json, settle text, mail json,
    waits json, approvals json, calls json, called boolean, unparked json, items json, snapshot json, bytes bigint)
),
written as (
  update runs set
    last_seq = item.seq + item.count,
    status = item.status,
    worker = case when item.release then null else runs.worker end,
    epoch = case when item.release then null else runs.epoch end,
    wake_at = case when item.wake_in_ms is not null then now() + item.wake_in_ms * interval '1 millisecond' end,
    ended_at = case when item.ended then now() end,
    filtered = item.filtered,
    failed_node = item.failed_node,
    failure_message = item.failure_message,
    bytes = runs.bytes + item.bytes
  from item
  where runs.id = any (array(select run from item)) and runs.id = item.run and runs.epoch is not distinct from $2::bigint and runs.last_seq = item.seq
    and exists (select from live)
  returning runs.id, runs.flow_id, runs.version, runs.business_key, item.seq, item.events, item.exception, item.settle,
    item.mail, item.waits, item.approvals, item.calls, item.called, item.unparked, item.items, item.snapshot,
    item.bytes as added
),
weighed as (
  insert into storage_added (flow_id, bytes) select flow_id, sum(added) from written group by 1
),
logged as (
  insert into run_events (run_id, seq, at, event)
  select written.id, written.seq + entry.nr, now(), unwrapped(entry.event)
  from written
  cross join lateral json_array_elements(written.events) with ordinality as entry (event, nr)
),
stored as (
  insert into payloads (id, run_id, bytes, body)
  select p.id, p.run, p.bytes, p.body
  from json_to_recordset($3::text::json) as p (id uuid, run uuid, bytes integer, body text)
  where p.run in (select id from written)
),
fault as materialized (
  select written.id as run_id, written.flow_id, written.version, written.business_key, x.*
  from written
  cross join lateral json_to_record(written.exception) as x (
    id uuid, node text, nodes json, category text, code text, reason text, kind text, attempts integer)
  where written.exception is not null
),
-- A retry, or a replay, that failed again opens its exception again, with the new reason.
reopened as (
  update exceptions set status = 'open', version = fault.version, node = fault.node, nodes = fault.nodes, category = fault.category, code = fault.code,
    reason = fault.reason, kind = fault.kind, attempts = fault.attempts, raised_at = now()
  from fault where exceptions.run_id = fault.run_id and exceptions.status = 'retrying'
  returning exceptions.id, exceptions.run_id
),
raised as (
  insert into exceptions (id, run_id, flow_id, version, node, nodes, category, code, reason, kind, attempts, business_key)
  select id, run_id, flow_id, version, node, nodes, category, code, reason, kind, attempts, business_key
  from fault where not exists (select from reopened where reopened.run_id = fault.run_id)
  returning id, run_id
),
settled as (
  update exceptions set status = written.settle, settled_at = now()
  from written
  where written.settle is not null and exceptions.run_id = written.id and exceptions.status = 'retrying'
  returning exceptions.id, exceptions.run_id
),
-- + append-waits.sql, for batches that need it
-- + append-items.sql, likewise
taken as (
  update run_mail set taken_at = now()
  from written cross join lateral json_array_elements_text(written.mail) as letter (id)
  where written.mail is not null and run_mail.run_id = written.id and run_mail.id = letter.id
),
concerned as (
  select run_id, id from reopened union all select run_id, id from raised union all select run_id, id from settled
)
select item.run as id,
  case
    when item.run in (select id from written) then 'written'
    when (
      select before.last_seq = item.seq + item.count and coalesce(before.epoch, $2::bigint) = $2::bigint
      from runs before where before.id = item.run
    ) then 'repeated'
    else 'fenced'
  end as outcome,
  concerned.id as exception_id
from item left join concerned on concerned.run_id = item.run
