-- Writes a batch of events and gives each its offset, in the transaction that holds the locks of their topics (see
-- topics/publish.ts): so nobody else gives out offsets meanwhile, and this statement's snapshot shows all events before.
-- An event whose topic, key and id are kept already, or come earlier in the batch, is a duplicate and written no more.
--
-- `waited`: runs wait for its topic and key.
--
-- $1 text: items as a JSON array; `payload` is JSON text in a string where it is a string itself (`unwrapped`)
with item as materialized (
  select * from json_to_recordset($1::text::json) as i (
    nr integer, topic text, key text, event_id text, payload json, bytes integer, attributes json,
    source_at timestamptz)
),
fresh as materialized (
  select distinct on (item.topic, item.key, item.event_id) item.*, topics.head, topics.bytes_total, topics.newest_at
  from item join topics on topics.name = item.topic
  where not exists (
    select from topic_events told
    where told.topic = item.topic and told.event_id = item.event_id and told.key = item.key and told.seq >= topics.floor)
  order by item.topic, item.key, item.event_id, item.nr
),
clock as materialized (select clock_timestamp() as now),
numbered as materialized (
  select fresh.*, head + row_number() over ordered as seq, bytes_total + sum(bytes) over ordered as bytes_through,
    greatest(clock.now, newest_at) as received_at
  from fresh cross join clock
  window ordered as (partition by topic order by nr)
),
kept as (
  insert into topic_events (topic, seq, key, event_id, payload, bytes, bytes_through, attributes, received_at, source_at)
  select topic, seq, key, event_id, unwrapped(payload), bytes, bytes_through, unwrapped(attributes), received_at, source_at
  from numbered order by topic, seq
),
moved as (
  update topics set head = newest.head, bytes_total = newest.bytes_total, newest_at = newest.at
  from (
    select topic, max(seq) as head, max(bytes_through) as bytes_total, max(received_at) as at from numbered group by topic
  ) as newest
  where topics.name = newest.topic
  returning topics.name
),
told as materialized (select pg_notify('lockstep_topics', name) from moved where name not like '$%')
select item.nr, numbered.seq, exists (
    select from run_waits w where w.topic = item.topic and w.key = item.key and w.event_seq is null
  ) and numbered.seq is not null as waited
from item left join numbered using (nr)
where (select count(*) from told) >= 0
