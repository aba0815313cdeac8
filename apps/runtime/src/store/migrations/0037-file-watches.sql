-- Folders of other machines that published flows look into for files; replaced in the transaction that publishes.
create table file_watches (
  flow_id text not null references flows (id),
  node text not null,
  -- Connection, folder and what counts as a finished file, as it was drawn.
  watch jsonb not null,
  next_look timestamptz not null default now(),
  -- A process that looks tells the others to leave it alone meanwhile.
  worker uuid,
  lease_until timestamptz,
  looked_at timestamptz,
  -- Runs begun so far, and what kept the newest look from its end.
  begun bigint not null default 0,
  problem text,
  primary key (flow_id, node)
) with (fillfactor = 50);

-- Files that were seen there and are not done with: not known to be finished, begun and not put away yet, or begun and left where they are.
create table watched_files (
  flow_id text not null,
  node text not null,
  path text not null,
  size bigint not null,
  modified_at timestamptz not null,
  -- Null while no run was begun for it.
  sha256 text,
  run_id uuid,
  seen_at timestamptz not null default now(),
  primary key (flow_id, node, path),
  foreign key (flow_id, node) references file_watches on delete cascade
);
