-- Runs that the worker owns by the database's word and does not know: their accept was committed, but the answer was lost
-- with the connection. `$2` are those it knows.
--
-- $1 bigint: epoch of the worker; $2 uuid[]: runs it knows
select id, status as was, flow_id, version, snapshot_id, test, key_run_id, trigger_node, trigger, business_key,
  accepted_at, last_seq, lane_state
from runs
where ended_at is null and epoch = $1::bigint and id <> all ($2::uuid[])
