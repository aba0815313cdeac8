-- How the scenarios of drafts did when they were run here: the newest twenty of each.
create table scenario_results (
  flow_id text not null references flows (id) on delete cascade,
  test_id text not null,
  at timestamptz not null default clock_timestamp(),
  -- Of the draft that was tried.
  hash text not null,
  ok boolean not null,
  -- Milliseconds it took here, not in the scenario's own time.
  duration_ms double precision not null,
  -- What was wrong, in one sentence; null where nothing was.
  problem text,
  -- Steps that ran and the ports they left by.
  taken jsonb not null,
  primary key (flow_id, test_id, at)
);
