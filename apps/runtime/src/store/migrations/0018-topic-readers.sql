-- Whoever reads a topic on from a place: published flows that listen to it (consumers), and replays of a stretch of it.
create table topic_readers (
  -- UUIDv7
  id uuid primary key,
  kind text not null check (kind in ('consumer', 'replay')),
  flow_id text not null,
  node text not null,
  topic text not null,
  -- Everything up to here was read: begun, put into a buffer, or passed over. Moves in the commit that does so, and every such
  -- commit counts `turn` on: of two processes that read the same, one writes.
  place bigint not null,
  turn bigint not null default 0,
  -- No event behind the place came before: spares a look into older partitions.
  place_at timestamptz,
  status text not null default 'running' check (status in ('running', 'paused', 'done', 'aborted')),
  -- Events read, passed over by a filter, lost to retention before they were read; and runs begun.
  read bigint not null default 0,
  passed bigint not null default 0,
  expired bigint not null default 0,
  begun bigint not null default 0,
  -- A process that is at it tells the others to leave it alone for a moment.
  worker text,
  lease_until timestamptz,
  -- Of a replay: the first and the last offset that count and the times asked for, which events, how many runs a second, and
  -- when the next may begin.
  first bigint,
  until bigint,
  from_at timestamptz,
  to_at timestamptz,
  keys text,
  filter text,
  per_second real,
  next_at timestamptz,
  -- How many events it was about when it was begun, and by whom.
  total bigint,
  by text,
  -- Why it ended before its end.
  reason text,
  created_at timestamptz not null default now(),
  ended_at timestamptz
) with (fillfactor = 50);
create unique index topic_readers_consumer on topic_readers (flow_id, node) where kind = 'consumer';
create index topic_readers_running on topic_readers (topic) where status = 'running';

-- Events that wait to be gathered into one run. Their payloads stay on the topic, which keeps them for that long.
create table topic_buffers (
  reader_id uuid not null,
  seq bigint not null,
  -- What is gathered by; empty where there is one gathering for all.
  bucket text not null,
  bytes integer not null,
  received_at timestamptz not null,
  primary key (reader_id, seq)
);
create index topic_buffers_bucket on topic_buffers (reader_id, bucket, seq);

-- Runs begun by events: the offset, of the last one where several were gathered. Columns of both indexes never change and
-- `ended_at` is in predicates already: heap-only updates stay so, and other runs have no entry in either.
alter table runs add column event_offset bigint;
create index runs_event on runs (flow_id, event_offset) where event_offset is not null;
create index runs_event_open on runs (flow_id, trigger_node) where event_offset is not null and ended_at is null;
