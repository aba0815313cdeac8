-- What steps did, by the minute: what the operate view of a flow is drawn from. Folded from the events by one process at a time, each event
-- exactly once (store/flow-stats/fold.ts). Nothing here is written on the way of a message.
create table flow_minutes (
  flow_id text not null,
  -- Minute since the epoch; of what was folded to an hour later, the first of the hour.
  minute bigint not null,
  version integer not null,
  node text not null,
  -- `began` (a message came in there), `ok`, `failed` (one attempt), `parked`, and `again`: an attempt after the first ended.
  what text not null check (what in ('began', 'ok', 'failed', 'parked', 'again')),
  -- Of `ok`: the port it left by. Empty for others.
  port text not null,
  -- Of `ok`: how long it took, floor(log of the milliseconds to the base 1.1); -1 where that is not known.
  bucket smallint not null,
  n bigint not null,
  primary key (flow_id, minute, version, node, what, port, bucket)
);
create index flow_minutes_minute on flow_minutes (minute);

-- Everything that was written before this moment is folded. One row.
create table flow_minutes_mark (
  id boolean primary key default true check (id),
  folded_to timestamptz not null
);
insert into flow_minutes_mark (folded_to)
select greatest(least(min(at), now()), now() - interval '1 day') from run_events;

-- The fold reads events by the time they were written: they lie in that order, so a few bytes a hundred pages are index enough.
create index run_events_at on run_events using brin (at) with (pages_per_range = 32);
create index run_item_events_at on run_item_events using brin (at) with (pages_per_range = 32);
