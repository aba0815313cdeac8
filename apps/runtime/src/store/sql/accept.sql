-- Accepts a batch of messages in one commit: inbox, run, first event, payloads, the fields it is found by. A key seen before, by this or any other
-- process, answers the run it began then and writes nothing.
--
-- `on conflict do update` (of nothing) and not `do nothing`: only so does the statement wait for a rival that is just
-- committing the same key, and see the run of that rival, which its own snapshot does not show. Keys are locked in sorted
-- order, so two batches cannot deadlock. A key must not appear twice in one batch (the journal sees to it).
--
-- $1 text: items as a JSON array; $2 bigint: epoch of the worker; $3 text: its name; $4 text: payloads as a JSON array
with live as materialized (
  select from workers where epoch = $2::bigint and lease_until > now()
),
item as materialized (
  select * from json_to_recordset($1::text::json) as i (
    id uuid, flow text, version integer, snapshot text, test boolean, key_run uuid, replay_of uuid, node text, trigger json,
    business_key text, dedupe_key text, body_hash text, event_offset bigint, engine integer, queued boolean, laned boolean, bytes bigint,
    fields json, event json)
),
seen as (
  insert into inbox as known (flow_id, node, dedupe_key, run_id, body_hash)
  select flow, node, dedupe_key, id, body_hash from item where dedupe_key is not null order by flow, node, dedupe_key
  on conflict (flow_id, node, dedupe_key) do update set run_id = known.run_id
  returning flow_id, node, dedupe_key, run_id, body_hash
),
paused as materialized (
  -- The lock makes a resume wait until these messages are there for it to release.
  select flow_id from flow_pauses where flow_id in (select flow from item) order by flow_id for share
),
marked as (
  select item.*, not test and exists (select from paused where paused.flow_id = flow) as held from item
),
fresh as materialized (
  -- A worker whose lease lapsed may still accept, but owns nothing: its runs wait for a live one.
  -- What has a place in a lane waits for its turn, which the same commit may give it (lanes/).
  select item.*, not queued and not held and laned is null and exists (select from live) as owned
  from marked as item
  where dedupe_key is null or exists (select from seen where seen.run_id = item.id)
),
begun as (
  insert into runs (id, flow_id, version, snapshot_id, test, status, key_run_id, replay_of, trigger_node, trigger, business_key,
    worker, epoch, wake_at, lane_state, event_offset, engine_version, last_seq, bytes)
  select id, flow, version, snapshot, test, case when owned then 'running' else 'queued' end, key_run, replay_of, node, unwrapped(trigger),
    business_key, case when owned then $3::text end, case when owned then $2::bigint end,
    case when not owned and not held and laned is null then now() end, case when laned then 'waiting' end, event_offset, engine, 1,
    bytes
  from fresh
),
-- The other side of the ledger: what was accepted, told apart from the rows that say what became of it; and its weight.
counted as (
  insert into ledger_accepted (minute, flow_id, version, test, accepted, bytes)
  select run_minute(id), flow, version, test, count(*), sum(bytes) from fresh group by 1, 2, 3, 4
),
-- + accept-fields.sql, for batches that need it
logged as (
  insert into run_events (run_id, seq, at, event) select id, 1, now(), unwrapped(event) from fresh
),
stored as (
  insert into payloads (id, run_id, bytes, body)
  select p.id, p.run, p.bytes, p.body
  from json_to_recordset($4::text::json) as p (id uuid, run uuid, bytes integer, body text)
  join fresh on fresh.id = p.run
)
select item.id, coalesce(seen.run_id, item.id) as run_id, seen.body_hash, coalesce(fresh.owned, false) as owned
from item
left join seen on seen.flow_id = item.flow and seen.node = item.node and seen.dedupe_key = item.dedupe_key
left join fresh on fresh.id = item.id
