-- One golden record for each person or company. No foreign keys, as for all tables that runs write.

create sequence customer_numbers start 1001;

create table customers (
  id text primary key,
  -- The whole, as `schema/customers` knows it.
  document json not null,
  merged_into text,
  -- What is golden, for lists; computed from the document whenever it changes.
  name text,
  email text,
  phone text,
  systems text[] not null default '{}',
  -- Fields that wait for a person to choose.
  undecided integer not null default 0,
  -- Words it is found by, folded.
  words text not null,
  changed_at timestamptz not null
) with (fillfactor = 70);
create index customers_changed on customers (changed_at desc) where merged_into is null;
create index customers_words on customers using gin (to_tsvector('simple', words)) where merged_into is null;
create index customers_undecided on customers (changed_at desc) where undecided > 0 and merged_into is null;

-- Whose the record of a system is.
create table customer_sources (
  system text not null,
  source_id text not null,
  customer_id text not null,
  primary key (system, source_id)
);
create index customer_sources_customer on customer_sources (customer_id);

-- What records can be found by: what two of them share makes them one, or a pair to look at.
create table customer_keys (
  kind text not null,
  key text not null,
  customer_id text not null,
  primary key (kind, key, customer_id)
);
create index customer_keys_customer on customer_keys (customer_id);

-- The log of decisions.
create table customer_entries (
  customer_id text not null,
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  -- Absent where a person did it.
  run_id uuid,
  flow_id text,
  node text,
  entry json not null,
  primary key (customer_id, id)
);

-- What was told under which idempotency key, and what came of it.
create table customer_changes (
  effect_key text primary key,
  outcome json not null,
  told_at timestamptz not null default clock_timestamp()
);
create index customer_changes_age on customer_changes (told_at);

-- The rules, each version of them; the newest holds.
create table customer_rules (
  version integer primary key,
  document json not null,
  changed_by text not null,
  changed_at timestamptz not null default clock_timestamp()
);
