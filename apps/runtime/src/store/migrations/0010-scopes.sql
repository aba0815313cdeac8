-- Scopes: steps that are taken once for each item.

-- Events about items of scopes, apart from the others: a run of a hundred thousand items is read, and shown, by those in
-- run_events. Both together have the sequence numbers of a run without holes.
create table run_item_events (
  run_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  -- Where in its scopes the step stands: `3`, `3.0`; empty for what fed, and judged, a scope that is in none.
  item text not null,
  event json not null
) partition by range (at);
create index run_item_events_run on run_item_events (run_id, seq);
create index run_item_events_item on run_item_events (run_id, item);
create table run_item_events_default partition of run_item_events default;

-- As in 0002, for both tables of events.
create or replace function ensure_run_event_partitions(ahead integer) returns void language plpgsql as $$
declare
  first timestamptz;
  parent text;
  name text;
begin
  foreach parent in array array['run_events', 'run_item_events'] loop
    for i in 0..ahead loop
      first := date_trunc('month', now() at time zone 'UTC') at time zone 'UTC';
      first := (first at time zone 'UTC' + make_interval(months => i)) at time zone 'UTC';
      name := parent || '_' || to_char(first at time zone 'UTC', 'YYYY_MM');
      if to_regclass(name) is null then
        begin
          execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent, first,
            (first at time zone 'UTC' + interval '1 month') at time zone 'UTC');
        exception
          when check_violation or duplicate_table then
            raise notice 'partition % not made: %', name, sqlerrm;
        end;
      end if;
    end loop;
  end loop;
end $$;
select ensure_run_event_partitions(2);

-- Items that ended, written with the event that ended them.
create table run_items (
  run_id uuid not null,
  -- The scope, and the item it belongs to itself; empty at the top.
  node text not null,
  parent text not null,
  idx integer not null,
  -- `dropped`: it was under way when its scope failed.
  status text not null check (status in ('done', 'failed', 'dropped')),
  -- Event that ended it: the order in which items ended.
  seq integer not null,
  -- What it gave, as JSON text or as a claim-checked value; both null where results are not collected.
  output text,
  output_ref uuid,
  -- Step that failed, why, and the beginning of what the item was.
  failed_node text,
  failure json,
  input json,
  primary key (run_id, node, parent, idx)
);
create index run_items_failed on run_items (run_id, node, parent, idx) where status <> 'done';

-- The state of a run after event `seq`, so that a long history need not be folded from its beginning. Kept now and then; an
-- engine that is not of this version folds the events.
create table run_snapshots (
  run_id uuid primary key,
  seq integer not null,
  engine_version integer not null,
  -- A person had the run tried again before.
  retried boolean not null,
  -- JSON text: never looked into here.
  state text not null
);

alter table run_waits add column item text not null default '';
alter table run_waits drop constraint run_waits_pkey, add primary key (run_id, node, item, attempt);
alter table approvals add column item text not null default '';
