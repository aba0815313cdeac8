-- The ledger: what was accepted, beside what the rows say became of it; and people's work on exceptions.

-- Why a run that ended done had no effect: a filter sent its message aside.
alter table runs add column filtered text;
create index runs_filtered on runs (flow_id, id) include (version) where filtered is not null;
-- The ledger counts by flow and version without reading a row. Included columns never change: updates stay heap-only.
drop index runs_flow;
create index runs_flow on runs (flow_id, id) include (version, test);
drop index runs_failed;
create index runs_failed on runs (status, id) include (flow_id, version, test) where status in ('exception', 'cancelled');

-- Minute since 1970 in which a run was accepted: a UUIDv7 begins with its milliseconds. PostgreSQL 15 has no function
-- for it.
create function run_minute(id uuid) returns bigint language sql immutable parallel safe as $$
  select ('x' || lpad(left(translate(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 60000
$$;
-- The smallest run id of a minute.
create function first_run_id(minute bigint) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex(minute * 60000), 12, '0') || '70008000000000000000')::uuid
$$;

-- What was accepted, a row for each batch, flow and version; written in the statement that accepts. No index: the audit moves
-- the rows on every few seconds.
create table ledger_accepted (
  minute bigint not null,
  flow_id text not null,
  version integer,
  test boolean not null,
  accepted integer not null
);

-- The same, summed up, and beside it how many of those runs the audit found. A minute that was counted stands until it is
-- looked at again, oldest look first. Version -1: no published one.
create table ledger_minutes (
  flow_id text not null,
  minute bigint not null,
  version integer not null,
  test boolean not null,
  accepted bigint not null,
  found bigint not null,
  checked_at timestamptz not null,
  primary key (flow_id, minute, version, test)
) with (fillfactor = 70);
create index ledger_minutes_due on ledger_minutes (checked_at);
create index ledger_minutes_wrong on ledger_minutes (flow_id, minute) where accepted <> found;

insert into ledger_minutes (flow_id, minute, version, test, accepted, found, checked_at)
select flow_id, run_minute(id), coalesce(version, -1), test, count(*), count(*), now() from runs group by 1, 2, 3, 4;

-- A reason without what differs from message to message: what two exceptions of one cause have in common.
create function cause_of(reason text) returns text language sql immutable parallel safe as $$
  select left(regexp_replace(regexp_replace(regexp_replace(reason,
    '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', '#', 'g'),
    '"[^"]*"', '"…"', 'g'),
    '[#A-Za-z_-]*[0-9][0-9A-Za-z_.:-]*[0-9A-Za-z_]|[0-9]', '#', 'g'), 300)
$$;
alter table exceptions add column cause text not null generated always as (cause_of(reason)) stored;

create table exception_comments (
  id uuid primary key,
  exception_id uuid not null,
  by text not null,
  text text not null,
  at timestamptz not null default now()
);
create index exception_comments_exception on exception_comments (exception_id, id);

-- Messages mended by a person, and the runs they began.
create table exception_edits (
  run_id uuid primary key,
  exception_id uuid not null,
  by text not null,
  reason text not null,
  changes json not null,
  at timestamptz not null default now()
);
create index exception_edits_exception on exception_edits (exception_id, at);

-- Retries of many exceptions, worked off by whichever process holds the lease.
create table bulk_retries (
  id uuid primary key,
  status text not null default 'running' check (status in ('running', 'done', 'stopped')),
  by text not null,
  -- First item of the batch under way, and how many leave together.
  batch_from integer not null default 0,
  stage integer not null default 1,
  batch_at timestamptz,
  reason text,
  worker text,
  lease_until timestamptz,
  started_at timestamptz not null default now(),
  ended_at timestamptz
);
create index bulk_retries_running on bulk_retries (id) where status = 'running';

create table bulk_retry_items (
  bulk_id uuid not null,
  pos integer not null,
  exception_id uuid not null,
  sent_at timestamptz,
  outcome text check (outcome in ('resolved', 'failed', 'skipped')),
  primary key (bulk_id, pos)
);
