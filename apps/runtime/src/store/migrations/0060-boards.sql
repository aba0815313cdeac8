-- What the boards are drawn from: runs and cases by the minute, breakers and processes over time. Folded from what is written anyway by one
-- process at a time, each thing once (store/boards/fold.ts), with the mark of 0048. Nothing here is written on the way of a message.

-- How runs ended, by the minute in which their messages came in. A run that a person tried again counts at each end.
create table run_minutes (
  flow_id text not null,
  -- Minute since the epoch; of what was folded to an hour later, the first of the hour.
  minute bigint not null,
  version integer not null,
  outcome text not null check (outcome in ('done', 'exception', 'cancelled')),
  -- From accept to end: floor(log of the milliseconds to the base 1.1).
  bucket smallint not null,
  n bigint not null,
  primary key (flow_id, minute, version, outcome, bucket)
);
create index run_minutes_minute on run_minutes (minute);

-- What cases went through, by the minute in which it happened in the world.
create table case_minutes (
  kind text not null,
  minute bigint not null,
  -- `opened` (name: its first state), `moved` (was, name: from and to; bucket: how long it was in the first), `closed` (name: the state that
  -- closed it; bucket: its age), `reached` (name: a milestone; bucket: the age of the case), `due` (name: a milestone that was promised for this minute), `missed` (it had not come by then).
  what text not null check (what in ('opened', 'moved', 'closed', 'reached', 'due', 'missed')),
  name text not null,
  was text not null,
  -- As above; -1 where there is nothing to measure.
  bucket smallint not null,
  n bigint not null,
  primary key (kind, minute, what, name, was, bucket)
);
create index case_minutes_minute on case_minutes (minute);

-- When the breaker of a connection changed, and to what.
create table breaker_changes (
  connection_id text not null,
  at timestamptz not null,
  state text not null check (state in ('closed', 'open', 'half-open')),
  -- Person who did it.
  by text,
  primary key (connection_id, at)
);

-- How each process was, a row a minute; kept for two weeks.
create table worker_minutes (
  worker text not null,
  minute bigint not null,
  in_flight integer not null,
  queued integer not null,
  -- The event loop was late by this many milliseconds, 99th percentile.
  loop_ms real not null,
  -- The database answered after this many milliseconds.
  database_ms real not null,
  primary key (worker, minute)
);
create index worker_minutes_minute on worker_minutes (minute);

-- Found by when they were written: they lie nearly in that order, so a few bytes a hundred pages are index enough.
create index runs_ended on runs using brin (ended_at) with (pages_per_range = 32);
create index case_entries_told on case_entries using brin (told_at) with (pages_per_range = 32);
create index exceptions_raised on exceptions using brin (raised_at) with (pages_per_range = 32);

-- The last week, up to where the folding goes on.
insert into run_minutes (flow_id, minute, version, outcome, bucket, n)
select flow_id, floor(extract(epoch from accepted_at) / 60)::bigint, version, status,
  least(floor(ln(greatest(extract(epoch from ended_at - accepted_at) * 1000, 1)) / ln(1.1)), 250), count(*)
from runs, flow_minutes_mark as mark
where ended_at >= mark.folded_to - interval '7 days' and ended_at < mark.folded_to and version is not null and not test
group by 1, 2, 3, 4, 5;
