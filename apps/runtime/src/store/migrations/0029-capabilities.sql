-- Which capabilities a published version offers and asks for.
create table flow_capabilities (
  flow_id text not null,
  version integer not null,
  node text not null,
  capability text not null,
  role text not null check (role in ('offers', 'asks')),
  -- Of one that asks: whether it waits for the answer.
  mode text check (mode in ('wait', 'start')),
  primary key (flow_id, version, node)
);
create index flow_capabilities_capability on flow_capabilities (capability);

-- Which flows serve a capability. Every version that was ever in force stays: a run goes by the one that was when it began.
create table capability_bindings (
  capability text not null,
  version integer not null,
  binding jsonb not null,
  note text not null,
  changed_by text not null,
  -- Truncated to what the id of a run tells of its moment.
  in_force_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  -- Also for runs that began before and have not called it yet.
  for_open_runs boolean not null,
  primary key (capability, version)
);

-- Which version a run goes by, and all its replays: known by the first of them. Written at the first call.
create table run_bindings (
  run_id uuid not null,
  capability text not null,
  version integer not null,
  primary key (run_id, capability)
);

-- A call of a capability, and the version of the binding that chose the flow.
alter table calls add column capability text;
alter table calls add column binding integer;
create index calls_capability on calls (capability, created_at) where capability is not null;
