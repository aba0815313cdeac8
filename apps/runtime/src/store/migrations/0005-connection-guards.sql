-- Limits of connections, and what all processes know of how their calls go.

-- Null: the defaults of the connection's type.
alter table connections add column limits jsonb;

-- One row for each connection that is used: breaker, token bucket, and which process has how much of it. Written by the
-- pure functions of the guard under the row's lock, a few times a second at most; worthless after a while.
create table connection_guards (
  connection_id text primary key,
  shared json not null,
  updated_at timestamptz not null default now()
) with (fillfactor = 50);
