-- Runs and their journal. No foreign keys on the hot tables: each would lock a parent row per insert, and the
-- statements that write here are few and in one place.

create sequence worker_epochs;

-- Lives of workers: a process draws a new epoch when it starts and whenever its lease lapsed. It may write only under its
-- epoch while the lease lasts.
create table workers (
  epoch bigint primary key,
  id text not null,
  lease_until timestamptz not null,
  started_at timestamptz not null default now(),
  host json not null
) with (fillfactor = 50);

create table runs (
  -- UUIDv7: newest first is by id.
  id uuid primary key,
  flow_id text not null,
  -- Null for a test run of a draft.
  version integer,
  snapshot_id text not null,
  test boolean not null default false,
  status text not null check (status in ('queued', 'running', 'waiting', 'done', 'exception', 'cancelled')),
  -- Run whose id the idempotency keys carry: this one, or the first of a chain of replays.
  key_run_id uuid not null,
  trigger_node text not null,
  trigger json not null,
  business_key text,
  -- Owner by epoch; the worker's name is for people. Null: nobody's, to be claimed at wake_at. Ended runs have no owner.
  worker text,
  epoch bigint,
  -- Due time of a run that nobody owns.
  wake_at timestamptz,
  accepted_at timestamptz not null default now(),
  ended_at timestamptz,
  failed_node text,
  failure_message text,
  engine_version integer not null default 1,
  -- Sequence number of the newest event.
  last_seq integer not null
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- What a worker claims: everything not ended, by owner and due time. Checkpoints touch none of these columns, so they
-- stay heap-only updates.
create index runs_open on runs (epoch, wake_at) where ended_at is null;
create index runs_flow on runs (flow_id, id);
create index runs_failed on runs (status, id) where status in ('exception', 'cancelled');
create index runs_business_key on runs (business_key text_pattern_ops, id) where business_key is not null;

-- The truth about a run, append-only. `at` is the database clock at the write, never before runs.accepted_at; the
-- event's own time is inside. (run_id, seq) is unique because every writer proves ownership and last_seq.
create table run_events (
  run_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  event json not null
) partition by range (at);
create index run_events_run on run_events (run_id, seq);
create table run_events_default partition of run_events default;

-- Makes the monthly partitions of this month and the next `ahead` ones. A month whose rows already lie in the default
-- partition stays there.
create function ensure_run_event_partitions(ahead integer) returns void language plpgsql as $$
declare
  first timestamptz;
  name text;
begin
  for i in 0..ahead loop
    first := date_trunc('month', now() at time zone 'UTC') at time zone 'UTC';
    first := (first at time zone 'UTC' + make_interval(months => i)) at time zone 'UTC';
    name := 'run_events_' || to_char(first at time zone 'UTC', 'YYYY_MM');
    if to_regclass(name) is null then
      begin
        execute format('create table %I partition of run_events for values from (%L) to (%L)', name, first,
          (first at time zone 'UTC' + interval '1 month') at time zone 'UTC');
      exception
        when check_violation or duplicate_table then
          raise notice 'partition % not made: %', name, sqlerrm;
      end;
    end if;
  end loop;
end $$;
select ensure_run_event_partitions(2);

-- A JSON value that may come as a JSON string of its own text. The batches are read by json_to_recordset, which refuses the
-- escapes of U+0000 and of lone surrogates; a cast from text to json takes them. Inlined by the planner.
create function unwrapped(value json) returns json language sql immutable as $$
  select case when json_typeof(value) = 'string' then (value #>> '{}')::json else value end
$$;

-- Claim-checked values above 256 KB, as JSON text.
create table payloads (
  id uuid primary key,
  run_id uuid not null,
  bytes integer not null,
  body text not null,
  created_at timestamptz not null default now()
);
create index payloads_run on payloads (run_id);

-- Deliveries seen, for ever: the same key never begins a second run.
create table inbox (
  flow_id text not null,
  node text not null,
  -- As given, or `sha256:<hex>` of a longer one.
  dedupe_key text not null,
  run_id uuid not null,
  primary key (flow_id, node, dedupe_key)
);

-- Events for a run from any process, taken by its owner once.
create table run_mail (
  run_id uuid not null,
  id text not null,
  event json not null,
  created_at timestamptz not null default now(),
  taken_at timestamptz,
  primary key (run_id, id)
);
create index run_mail_open on run_mail (created_at) where taken_at is null;

-- Failed runs that people must look at.
create table exceptions (
  id uuid primary key,
  run_id uuid not null,
  flow_id text not null,
  version integer,
  node text not null,
  category text not null,
  code text not null,
  reason text not null,
  kind text not null,
  attempts integer not null,
  business_key text,
  status text not null default 'open' check (status in ('open', 'retrying', 'resolved', 'discarded')),
  raised_at timestamptz not null default now(),
  settled_at timestamptz,
  owner text,
  note text
);
create index exceptions_run on exceptions (run_id);
create index exceptions_unsettled on exceptions (id) where status in ('open', 'retrying');
create index exceptions_flow on exceptions (flow_id, id);
