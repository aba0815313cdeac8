-- Flows that are paused: nothing new of them begins. Messages that come all the same are `queued` without wake_at (held).
-- An accept shares the row's lock and a resume removes the row, so no message is held after the resume looked for them.
create table flow_pauses (
  flow_id text primary key references flows (id),
  -- What the doors do: `refuse` (503) or `accept`.
  ingress text not null check (ingress in ('refuse', 'accept')),
  paused_by text not null,
  paused_at timestamptz not null default now()
);

-- Messages held. Uses only columns that already are in predicates of other indexes, so heap-only updates stay so.
create index runs_held on runs (flow_id, id)
  where ended_at is null and epoch is null and wake_at is null and status = 'queued';

-- Schedules of the newest published versions; replaced in the transaction that publishes.
create table schedules (
  flow_id text not null references flows (id),
  node text not null,
  cron text not null,
  time_zone text not null,
  missed text not null check (missed in ('skip', 'run-once')),
  -- Ticks up to here are decided: begun, or left out.
  settled_through timestamptz not null default now(),
  -- Ticks up to here count as missed, however young they are: the end of the last pause.
  missed_through timestamptz,
  last_tick timestamptz,
  last_run_id uuid,
  primary key (flow_id, node)
);
