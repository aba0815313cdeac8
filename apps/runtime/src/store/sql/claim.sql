-- Takes up to $3 runs for a worker: first those of workers whose lease lapsed, then mailed and due ones that nobody owns,
-- oldest first. `was` is the status before: `running` means that steps may have been under way.
--
-- `skip locked` keeps claimers out of each other's way. The CTEs are not a matter of taste: an `in (select ... limit ...
-- for update)` may be evaluated more than once and then locks more rows than `limit`.
--
-- $1 bigint: epoch of the worker; $2 text: its name; $3 integer: limit
with live as materialized (
  select from workers where epoch = $1::bigint and lease_until > now()
),
lost as (
  select id, status from runs
  where ended_at is null and epoch in (select epoch from workers where lease_until <= now())
  order by id limit $3::integer for update skip locked
),
mailed as (
  select id, status from runs
  where ended_at is null and epoch is null and id in (select run_id from run_mail where taken_at is null)
    -- What waits in its lane is claimed to be cancelled, and for nothing else.
    and (lane_state is distinct from 'waiting' or exists (
      select from run_mail as letter
      where letter.run_id = runs.id and letter.taken_at is null and letter.event ->> 'type' = 'run.cancelled'))
  limit $3::integer for update skip locked
),
due as (
  select id, status from runs
  where ended_at is null and epoch is null and wake_at <= now()
  order by wake_at limit $3::integer for update skip locked
),
chosen as materialized (
  select id, min(status) as was, min(rank) as rank
  from (
    select id, status, 1 as rank from lost
    union all select id, status, 2 from mailed
    union all select id, status, 3 from due
  ) as found
  group by id order by rank, id limit $3::integer
)
update runs set worker = $2::text, epoch = $1::bigint, wake_at = null, status = 'running'
from chosen
where runs.id = chosen.id and exists (select from live)
returning runs.id, chosen.was, runs.flow_id, runs.version, runs.snapshot_id, runs.test, runs.key_run_id,
  runs.trigger_node, runs.trigger, runs.business_key, runs.accepted_at, runs.last_seq, runs.lane_state
