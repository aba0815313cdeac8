-- Calls that went to a second flow beside the one that serves, under the key of the call; answers are compared once both ended.
create table capability_shadows (
  key text primary key,
  capability text not null,
  binding integer not null,
  -- The run that called.
  run_id uuid not null,
  business_key text,
  live_flow text not null,
  shadow_flow text not null,
  live_run_id uuid not null,
  -- Null where none was begun; the reason says why.
  shadow_run_id uuid,
  state text not null check (state in ('open', 'same', 'different', 'failed', 'skipped')),
  reason text,
  differences jsonb not null default '[]',
  created_at timestamptz not null default now(),
  settled_at timestamptz
);
create index capability_shadows_live on capability_shadows (live_run_id) where state = 'open';
create index capability_shadows_shadow on capability_shadows (shadow_run_id) where state = 'open';
create index capability_shadows_newest on capability_shadows (capability, created_at);
create index capability_shadows_run on capability_shadows (run_id);
