-- Cross-reference tables: which codes of several systems belong together. Versions are numbered and never change; a row says from
-- which version on it is there, and with which it went, so an edit costs as many rows as it changes.

create table xref_tables (
  name text primary key,
  title text not null,
  -- The newest. Whoever publishes holds the row for update, whoever puts down a code that is missing holds it for share.
  version integer not null check (version > 0),
  created_at timestamptz not null default now()
);

create table xref_versions (
  table_name text not null references xref_tables (name) deferrable initially deferred,
  version integer not null check (version > 0),
  columns json not null,
  tests json not null,
  note text not null default '',
  published_by text not null,
  published_at timestamptz not null default now(),
  row_count integer not null,
  added integer not null,
  changed integer not null,
  removed integer not null,
  primary key (table_name, version)
);
create trigger xref_versions_immutable before update or delete on xref_versions
  for each row execute function refuse_change();

create table xref_rows (
  table_name text not null,
  -- Code of the first column.
  key text not null,
  valid_from timestamptz not null default '-infinity',
  -- First version that has the row; and the first that has it no more.
  since integer not null,
  gone integer,
  valid_until timestamptz not null default 'infinity' check (valid_from < valid_until),
  -- Codes by column.
  cells json not null,
  primary key (table_name, key, valid_from, since)
);
create index xref_rows_since on xref_rows (table_name, since);
create index xref_rows_gone on xref_rows (table_name, gone) where gone is not null;

-- A row may go, once; nothing else of it ever changes.
create function keep_xref_row() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.gone is not null or new.gone is null or new.gone <= old.since
    or (new.table_name, new.key, new.valid_from, new.since, new.valid_until, new.cells::text)
      is distinct from (old.table_name, old.key, old.valid_from, old.since, old.valid_until, old.cells::text) then
    raise exception 'rows of published tables are never changed or removed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger xref_rows_immutable before update or delete on xref_rows
  for each row execute function keep_xref_row();

-- Codes that flows looked up and no table has.
create table unmapped_values (
  id uuid primary key,
  table_name text not null,
  from_column text not null,
  to_column text not null,
  key text not null,
  status text not null default 'open' check (status in ('open', 'mapped', 'dismissed')),
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  settled_by text,
  settled_at timestamptz,
  -- Version of the table that has it.
  version integer
) with (fillfactor = 70);
create unique index unmapped_values_code on unmapped_values (table_name, from_column, to_column, key);
create index unmapped_values_status on unmapped_values (status, id);

-- Runs that met one.
create table unmapped_runs (
  value_id uuid not null,
  run_id uuid not null,
  flow_id text not null,
  node text not null,
  -- The script went on with a default: the run is begun again, not tried again.
  went_on boolean not null,
  at timestamptz not null default now(),
  -- When it was tried or begun again, or needed neither.
  sent_at timestamptz,
  primary key (value_id, run_id)
);
create index unmapped_runs_waiting on unmapped_runs (value_id) where sent_at is null;
create index unmapped_runs_run on unmapped_runs (run_id);

-- What a run reads, beyond what was published with its flow: by the run whose effects it does, so that a replay reads the same.
create table run_tables (
  run_id uuid not null,
  table_name text not null,
  -- For steps that read the newest: the newest when the first of them asked.
  version integer,
  -- A later version, for codes that the other one does not have.
  answered integer,
  primary key (run_id, table_name)
);
