-- Other installations that flows are promoted to.
create table environments (
  name text primary key,
  url text not null,
  -- Sealed under the key of the installation; null: none.
  token bytea,
  changed_by text not null,
  changed_at timestamptz not null default clock_timestamp()
);

-- What was promoted from here; never altered.
create table promotions (
  id uuid primary key default gen_random_uuid(),
  environment text not null,
  url text not null,
  flows jsonb not null,
  reason text not null,
  promoted_by text not null,
  promoted_at timestamptz not null default clock_timestamp()
);
create index promotions_newest on promotions (promoted_at desc);
