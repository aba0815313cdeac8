-- Business objects as all flows know them together, and their stories. No foreign keys, as for all tables that runs write.

create table cases (
  kind text not null,
  key text not null,
  state text not null,
  title text,
  -- The whole, as `schema/cases` knows it.
  document json not null,
  -- Found missing so far, and not come since.
  missed integer not null default 0,
  -- The earliest moment by which something is expected that was not found missing yet.
  next_due timestamptz,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  primary key (kind, key)
) with (fillfactor = 70);
create index cases_key on cases (key text_pattern_ops);
create index cases_changed on cases (changed_at desc);
create index cases_due on cases (next_due) where next_due is not null;
create index cases_missed on cases (changed_at desc) where missed > 0 and closed_at is null;

-- One line of a story each, in the order in which they were told.
create table case_entries (
  kind text not null,
  key text not null,
  id bigint generated always as identity,
  at timestamptz not null,
  told_at timestamptz not null default clock_timestamp(),
  -- Absent where no run told it: something was found missing.
  run_id uuid,
  flow_id text,
  node text,
  entry json not null,
  primary key (kind, key, id)
);

-- What was told under which idempotency key, so that an attempt that is repeated tells nothing twice.
create table case_changes (
  effect_key text primary key,
  refused json,
  told_at timestamptz not null default clock_timestamp()
);
create index case_changes_age on case_changes (told_at);
