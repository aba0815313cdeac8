-- Gives waits for one topic and key the events they take: each open wait the oldest event that its run has not taken, at
-- most one wait of a run at a time (ask again until nothing is answered). Each release is a letter to the run, which is
-- woken when nobody owns it. All waits that were seen count as checked.
--
-- Runs under the advisory lock of the topic and key (see release.ts): without it, a wait and an event written at the same
-- moment would not see one another. `for update` lets a step that ends its wait at this moment win: the wait is then gone.
--
-- $1 text: topic; $2 text: key
with open as materialized (
  select w.run_id, w.node, w.item, w.attempt, w.port, w.since, w.created_at, runs.epoch
  from run_waits w join runs on runs.id = w.run_id
  where w.topic = $1::text and w.key = $2::text and w.event_seq is null and runs.ended_at is null
  for update of w
),
chosen as materialized (
  select distinct on (open.run_id) open.*, events.seq, events.event_id, events.payload,
    to_char(events.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as arrived
  from open join topic_events events on events.topic = $1::text and events.key = $2::text
    and events.received_at >= open.since and events.seq >= (select floor from topics where name = $1::text)
  where not exists (
    select from run_waits other
    where other.run_id = open.run_id and other.topic = $1::text and other.event_seq = events.seq)
  order by open.run_id, open.created_at, open.node, open.item, events.seq
),
settled as (
  update run_waits w set checked = true, event_seq = chosen.seq
  from open left join chosen using (run_id, node, item, attempt)
  where w.run_id = open.run_id and w.node = open.node and w.item = open.item and w.attempt = open.attempt
    and (not w.checked or chosen.seq is not null)
  returning w.run_id, w.node, w.item, w.attempt, w.event_seq
),
released as materialized (
  select chosen.* from settled join chosen using (run_id, node, item, attempt) where settled.event_seq is not null
),
sent as (
  insert into run_mail (run_id, id, event)
  select run_id, 'release:' || node || case when item = '' then '' else '@' || item end || ':' || attempt, json_build_object(
    'type', 'step.released',
    'at', floor(extract(epoch from clock_timestamp()) * 1000),
    'node', node,
    'item', item,
    'attempt', attempt,
    'port', port,
    'output', json_build_object('value', case
      when $1::text = '$callback' then json_build_object('receivedAt', arrived, 'payload', payload)
      else json_build_object('topic', $1::text, 'key', $2::text, 'eventId', event_id, 'receivedAt', arrived,
        'payload', payload) end),
    'cause', case when $1::text = '$callback' then json_build_object('kind', 'callback')
      else json_build_object('kind', 'event', 'topic', $1::text, 'key', $2::text, 'eventId', event_id) end)
  from released
  on conflict (run_id, id) do nothing
),
woken as (
  update runs set wake_at = now() from released
  where runs.id = released.run_id and runs.epoch is null and runs.ended_at is null
)
select run_id, pg_notify(case when epoch is null then 'lockstep_work' else 'lockstep_mail' end, run_id::text)
from released
