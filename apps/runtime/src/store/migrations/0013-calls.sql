-- Calls: steps that begin runs of other flows. No foreign keys, as for all tables of runs.

-- One row a call, under the idempotency key of the step, so that a call is one run whatever happens: which version was chosen,
-- and the run that answers for it, where a later attempt could only repeat the first one.
create table calls (
  key text primary key,
  flow_id text not null,
  version integer not null,
  snapshot_id text not null,
  -- Start of the called flow.
  node text not null,
  -- The repetition that answers now; null while it is the first run, which its dedupe key tells.
  repeated_by uuid,
  repeats integer not null default 0,
  created_at timestamptz not null default now()
);

-- Attempts of steps that wait, or waited, for a called run.
create table run_calls (
  run_id uuid not null,
  node text not null,
  attempt integer not null,
  called_run_id uuid not null,
  -- Where the step goes on with what the called run returned.
  port text not null,
  -- asked: the attempt had the called run go on, and does not wait yet. open: it waits. ended: the called run ended and the step
  -- is to be told. withdrawn: the step gave up and the called run is to be cancelled. settled: nothing is left to do.
  state text not null check (state in ('asked', 'open', 'ended', 'withdrawn', 'settled')),
  -- Newest event of the called run when the attempt asked it to go on.
  asked_seq integer,
  created_at timestamptz not null default now(),
  primary key (run_id, node, attempt)
);
create index run_calls_called on run_calls (called_run_id);
create index run_calls_open on run_calls (created_at) where state = 'open';
create index run_calls_left on run_calls (called_run_id) where state in ('ended', 'withdrawn');

-- Which flows a published version calls.
create table flow_calls (
  flow_id text not null,
  version integer not null,
  node text not null,
  callee text not null,
  -- Version range, as drawn.
  versions text not null,
  mode text not null check (mode in ('wait', 'start')),
  -- Version chosen when the caller was published; null: it is chosen at each call.
  pinned integer,
  primary key (flow_id, version, node)
);
create index flow_calls_callee on flow_calls (callee);
