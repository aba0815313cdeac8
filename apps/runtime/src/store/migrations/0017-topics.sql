-- Topics: facts in the order they were told, kept for a time, read by runs that wait and by whoever reads on from a place.

create table topics (
  -- `$callback` for requests to the own addresses of steps; no sender can name a topic with `$`.
  name text primary key,
  -- Offset of the newest event, and bytes of all events so far. Moved on under the lock of this row, in the commit that
  -- writes the events: so offsets have no holes, and whoever sees one sees every one before it.
  head bigint not null default 0,
  bytes_total bigint not null default 0,
  newest_at timestamptz,
  -- Oldest offset that is kept, and bytes of those that are not. Rows below it are removed later.
  floor bigint not null default 1,
  bytes_gone bigint not null default 0,
  swept bigint not null default 1,
  -- False: came about by its first event, or by somebody who reads it.
  declared boolean not null default false,
  description text not null default '',
  owner text,
  -- What payloads must fit: `order@1`.
  contract text,
  -- Null: the default of the installation, and no limit.
  retention_ms bigint,
  retention_bytes bigint,
  -- How other systems publish over HTTP: `{ verify }`; null: they do not.
  door jsonb,
  created_at timestamptz not null default now()
) with (fillfactor = 50);

-- Append-only: a fact is never changed, a later one supersedes it. No unique index, because one over partitions would have to
-- hold the time: (topic, seq) and (topic, key, event_id) are unique because of the lock of the topic.
create table topic_events (
  topic text not null,
  -- The offset; from 1, without holes.
  seq bigint not null,
  key text not null,
  event_id text not null,
  payload json not null,
  -- Of the payload, and of all events of the topic up to this one.
  bytes integer not null,
  bytes_through bigint not null,
  -- Context attributes of an event that came as a CloudEvent, or says more than its key.
  attributes json,
  -- Never earlier than that of the event before.
  received_at timestamptz not null
) partition by range (received_at);
create index topic_events_place on topic_events (topic, seq);
create index topic_events_key on topic_events (topic, key, seq);
create index topic_events_id on topic_events (topic, event_id);
create table topic_events_default partition of topic_events default;
create trigger topic_events_append_only before update on topic_events
  for each row execute function refuse_change();

-- Makes the partitions of this week and the next `ahead` ones. A week whose rows already lie in the default partition stays there.
create function ensure_topic_event_partitions(ahead integer) returns void language plpgsql as $$
declare
  monday timestamp;
  name text;
begin
  for i in 0..ahead loop
    monday := date_trunc('week', now() at time zone 'UTC') + make_interval(weeks => i);
    name := 'topic_events_' || to_char(monday, 'YYYY_MM_DD');
    if to_regclass(name) is null then
      begin
        execute format('create table %I partition of topic_events for values from (%L) to (%L)', name,
          monday at time zone 'UTC', (monday + interval '1 week') at time zone 'UTC');
      exception
        when check_violation or duplicate_table then
          raise notice 'partition % not made: %', name, sqlerrm;
      end;
    end if;
  end loop;
end $$;
select ensure_topic_event_partitions(2);

-- The first offset kept whose event came at `moment` or later; one behind the newest when there is none. Times only grow with
-- offsets, which have no holes: a few look-ups instead of an index by time.
create function topic_offset_at(in_topic text, moment timestamptz) returns bigint language plpgsql stable as $$
declare
  low bigint;
  high bigint;
  middle bigint;
begin
  select floor, head + 1 into low, high from topics where name = in_topic;
  while low < high loop
    middle := (low + high) / 2;
    if (select received_at >= moment from topic_events where topic = in_topic and seq = middle) then
      high := middle;
    else
      low := middle + 1;
    end if;
  end loop;
  return low;
end $$;

-- What was told before goes on as topics.
insert into topic_events (topic, seq, key, event_id, payload, bytes, bytes_through, received_at)
select topic, row_number() over ordered, key, event_id, payload, octet_length(payload::text),
  sum(octet_length(payload::text)) over ordered, max(received_at) over ordered
from events window ordered as (partition by topic order by seq);
insert into topics (name, head, bytes_total, newest_at)
select topic, max(seq), max(bytes_through), max(received_at) from topic_events group by topic;
update run_waits set event_seq = told.seq
from events join topic_events told using (topic, key, event_id) where run_waits.event_seq = events.seq;
drop table events;

-- A run takes an event once.
drop index run_waits_taken;
create unique index run_waits_taken on run_waits (run_id, topic, event_seq) where event_seq is not null;
