-- What people did by hand to keep orders going, a row each: what the touches per 1,000 orders are counted from, and the list behind the number.
-- Gathered from where it is written anyway (store/touches/fold.ts); nothing here is written on the way of a message.
create table touches (
  what text not null check (what in
    ('retried', 'cancelled', 'moved', 'replayed', 'mended', 'discarded', 'answered', 'table', 'customer', 'topic')),
  -- What it is known by there, so that it counts once however often it is found.
  ref text not null,
  at timestamptz not null,
  by text not null,
  run_id uuid,
  flow_id text,
  -- What it was done to where that is no run: a table, a customer, a topic.
  about text,
  primary key (what, ref)
);
create index touches_at on touches (at desc);

-- Orders that were completed, by the hour since the epoch: outlives the events it was counted from.
create table order_hours (
  hour bigint primary key,
  n bigint not null
);

-- How far was gathered. One row.
create table touches_mark (
  id boolean primary key default true check (id),
  folded_to timestamptz not null,
  -- Offset of the last event of the topic of completed orders that is counted.
  orders_place bigint not null default 0
);
insert into touches_mark (folded_to) values (now() - interval '90 days');

-- Found by when they were settled; few are, so these stay small.
create index exceptions_discarded on exceptions (settled_at) where status = 'discarded';
create index approvals_decided on approvals (settled_at) where decided_by is not null;
create index customer_entries_by_hand on customer_entries (at) where run_id is null;
