-- Flows, their drafts and their immutable versions.
-- Documents are `json`, not `jsonb`: they are read whole, keep their order, and may hold \u0000, which jsonb refuses.

create table flows (
  id text primary key,
  name text not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);

create table flow_drafts (
  flow_id text primary key references flows (id),
  revision integer not null check (revision > 0),
  document json not null,
  hash text not null,
  saved_at timestamptz not null default now()
) with (fillfactor = 50);

create table flow_draft_history (
  flow_id text not null references flows (id),
  revision integer not null,
  document json not null,
  saved_at timestamptz not null default now(),
  primary key (flow_id, revision)
);

-- id: SHA-256 of the whole serialised document, layout included, so that a run is drawn as it was.
create table flow_snapshots (
  id text primary key,
  document json not null,
  created_at timestamptz not null default now()
);

create table flow_versions (
  flow_id text not null references flows (id),
  version integer not null check (version > 0),
  snapshot_id text not null references flow_snapshots (id),
  hash text not null,
  note text not null default '',
  published_by text not null,
  published_at timestamptz not null default now(),
  primary key (flow_id, version)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger flow_versions_immutable before update or delete on flow_versions
  for each row execute function refuse_change();
create trigger flow_snapshots_immutable before update or delete on flow_snapshots
  for each row execute function refuse_change();

-- Hook addresses of the newest published versions; replaced in the transaction that publishes.
create table hook_paths (
  path text primary key,
  flow_id text not null references flows (id),
  node text not null
);
create index hook_paths_flow on hook_paths (flow_id);

create table connections (
  id text primary key,
  name text not null,
  system text not null,
  base_url text not null,
  settings jsonb not null default '{}',
  -- AES-256-GCM under the key of the installation; null when the connection has no secrets.
  secrets bytea,
  updated_at timestamptz not null default now()
);
