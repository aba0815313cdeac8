-- Lanes: runs of one key of a flow go one after another, in all processes together.

-- Where a run stands in its lane; null: it has none, or is through. `waiting`: its turn has not come, so nobody claims it.
-- `turn`: it has its turn, until somebody saw that it ended (see sql/lanes/). `blocking`: it ended as an exception, and the lane
-- waits for a person. `left`: it ended as an exception, and the lane went on. `passing`: a person lets the lane go on.
alter table runs add column lane_state text
  check (lane_state in ('waiting', 'turn', 'blocking', 'left', 'passing'));

-- What waits in a lane is not held by a pause: its lane is.
drop index runs_held;
create index runs_held on runs (flow_id, id)
  where ended_at is null and epoch is null and wake_at is null and status = 'queued'
    and lane_state is distinct from 'waiting';
-- Ended runs whose lanes have not gone on yet; next to empty.
create index runs_lane_ended on runs (id) where ended_at is not null and lane_state in ('waiting', 'turn', 'passing');
-- What people must look at.
create index runs_lane_blocking on runs (flow_id, id) where lane_state = 'blocking';

-- A lane, from its first message on. Whoever changes what happens in one holds its row, several in order of their keys.
create table lanes (
  flow_id text not null,
  -- As given, or `sha256:<hex>` of a longer one.
  key text not null,
  -- By the newest message accepted.
  settings json not null,
  -- Places given so far: order of acceptance.
  places bigint not null,
  -- The run whose turn it is; null: the lane is free.
  holder uuid,
  -- The newest rank done, and by which run; the newest that had its turn at all. Of another order than before: null.
  done_rank numeric,
  done_run uuid,
  reached_rank numeric,
  -- When to look at a free lane again: the end of a hold. Infinity: its flow is paused.
  look_at timestamptz,
  touched_at timestamptz not null default now(),
  primary key (flow_id, key)
) with (fillfactor = 50);
create index lanes_due on lanes (look_at) where look_at is not null;

-- The runs of lanes.
create table lane_runs (
  run_id uuid primary key,
  flow_id text not null,
  key text not null,
  place bigint not null,
  -- A version, or nanoseconds since 1970. Null where the flow does not sort.
  rank numeric,
  -- What a repetition is recognised by; null where the flow does not, and for the repetitions themselves.
  digest text,
  waiting boolean not null,
  -- A person wants it to run although newer ones were done.
  even_stale boolean not null default false,
  since timestamptz not null default clock_timestamp()
) with (fillfactor = 80);
create index lane_runs_waiting on lane_runs (flow_id, key, rank nulls first, place, run_id) where waiting;
create index lane_runs_digest on lane_runs (flow_id, key, digest, since) where digest is not null;

-- True when the runs of a lane are sorted by the same kind of value as before: else ranks cannot be compared.
create function is_same_order(a json, b json) returns boolean language sql immutable parallel safe as $$
  select a -> 'order' ->> 'by' is not distinct from b -> 'order' ->> 'by'
$$;
