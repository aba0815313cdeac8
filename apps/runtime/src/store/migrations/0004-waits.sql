-- What parked runs wait for. No foreign keys, as for all tables of runs.

-- Facts told to runs, kept until expires_at for the waits that begin later. One (topic, key, event_id) counts once.
create table events (
  -- Order of arrival among the events of one topic and key.
  seq bigint generated always as identity primary key,
  -- `$callback` for requests to the own address of a step.
  topic text not null,
  key text not null,
  event_id text not null,
  payload json not null,
  received_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create unique index events_once on events (topic, key, event_id);
create index events_expiry on events (expires_at);

-- Steps that wait, or waited, for an event. Written with the step's own events; removed when the step goes on without it.
create table run_waits (
  run_id uuid not null,
  node text not null,
  attempt integer not null,
  topic text not null,
  key text not null,
  port text not null,
  -- Events received before do not count.
  since timestamptz not null,
  created_at timestamptz not null default now(),
  -- False until somebody looked for events that came before the wait.
  checked boolean not null default false,
  -- The event it took.
  event_seq bigint,
  primary key (run_id, node, attempt)
);
create index run_waits_open on run_waits (topic, key) where event_seq is null;
create index run_waits_unchecked on run_waits (created_at) where not checked;
-- A run takes an event once.
create unique index run_waits_taken on run_waits (run_id, event_seq) where event_seq is not null;

-- Questions to people. Written with the event that parks the step; settled by a person, the deadline, or the run's end.
create table approvals (
  -- UUIDv7: newest first is by id.
  id uuid primary key,
  run_id uuid not null,
  flow_id text not null,
  node text not null,
  attempt integer not null,
  title text not null,
  details json,
  assignee text,
  approved_port text not null,
  rejected_port text not null,
  status text not null default 'open' check (status in ('open', 'approved', 'rejected', 'expired', 'withdrawn')),
  asked_at timestamptz not null default now(),
  deadline_at timestamptz,
  settled_at timestamptz,
  decided_by text,
  comment text
);
create index approvals_run on approvals (run_id);
create index approvals_open on approvals (id) where status = 'open';
create index approvals_flow on approvals (flow_id, id);
