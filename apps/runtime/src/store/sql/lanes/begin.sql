-- Gives runs their turn, under the lock of their lanes. Those marked `own` go to the worker while its lease lasts, the others to
-- whoever has room. A run that is to be set aside although it began earlier gets a letter that says so.
--
-- $1 text: runs as a JSON array; $2 bigint: epoch of the worker; $3 text: its name
with live as materialized (
  select from workers where epoch = $2::bigint and lease_until > now()
),
item as materialized (
  select *, own and exists (select from live) as owned
  from json_to_recordset($1::text::json) as i (run uuid, own boolean, letter json)
),
begun as (
  update runs set lane_state = 'turn',
    status = case when owned then 'running' else 'queued' end,
    worker = case when owned then $3::text end,
    epoch = case when owned then $2::bigint end,
    wake_at = case when not owned then now() end
  from item
  where runs.id = item.run and runs.lane_state = 'waiting' and runs.epoch is null and runs.ended_at is null
  returning runs.id, 'queued' as was, runs.flow_id, runs.version, runs.snapshot_id, runs.test, runs.key_run_id,
    runs.trigger_node, runs.trigger, runs.business_key, runs.accepted_at, runs.last_seq, runs.lane_state, owned, letter
),
sent as (
  insert into run_mail (run_id, id, event) select id, 'lane', letter from begun where letter is not null
  on conflict (run_id, id) do update set event = excluded.event, taken_at = null
),
left_line as (
  update lane_runs set waiting = false from begun where lane_runs.run_id = begun.id
)
select id, was, flow_id, version, snapshot_id, test, key_run_id, trigger_node, trigger, business_key, accepted_at, last_seq,
  lane_state, owned
from begun
