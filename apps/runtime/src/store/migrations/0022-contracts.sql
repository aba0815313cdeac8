-- The registry of contracts. Those that ship with Lockstep are not here: they are part of the program.
-- Documents are `json`, not `jsonb`: the order of fields is what an author means people to see.

create table contracts (
  name text primary key,
  created_at timestamptz not null default now(),
  created_by text not null
);

create table contract_drafts (
  name text primary key references contracts (name),
  revision integer not null check (revision > 0),
  document json not null,
  saved_by text not null,
  saved_at timestamptz not null default now()
) with (fillfactor = 50);

-- Never changed or removed: flows are pinned to them.
create table contract_versions (
  name text not null references contracts (name),
  version text not null,
  document json not null,
  -- How it stands to the version before it; null for the first.
  compatibility json,
  note text not null default '',
  published_by text not null,
  published_at timestamptz not null default now(),
  primary key (name, version)
);
create trigger contract_versions_immutable before update or delete on contract_versions
  for each row execute function refuse_change();

create table contract_deprecations (
  name text not null,
  version text not null,
  successor text,
  ends_on date,
  note text not null default '',
  deprecated_by text not null,
  deprecated_at timestamptz not null default now(),
  primary key (name, version),
  foreign key (name, version) references contract_versions (name, version)
);

-- Who did what; outlives what it is about.
create table contract_log (
  id bigint generated always as identity primary key,
  name text not null,
  action text not null,
  version text,
  note text not null default '',
  by text not null,
  at timestamptz not null default now()
);
create index contract_log_name on contract_log (name, id desc);
create trigger contract_log_immutable before update or delete on contract_log
  for each row execute function refuse_change();
