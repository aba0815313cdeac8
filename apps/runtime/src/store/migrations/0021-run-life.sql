-- How long runs are kept, how much of them, and the fields of messages they are found by.

-- Bytes of a run as JSON text: its events and large values. Counted from this migration on. The column is in no index:
-- heap-only updates stay so.
alter table runs add column bytes bigint not null default 0;

-- What people decided, by flow; `*` holds where a flow says nothing (null). Days after the end of a run; 0: for ever. Bytes; 0:
-- no limit.
create table flow_policies (
  flow_id text primary key,
  done_days integer check (done_days >= 0),
  failed_days integer check (failed_days >= 0),
  quota_bytes bigint check (quota_bytes >= 0),
  changed_by text not null,
  changed_at timestamptz not null default now()
);
create view flow_policies_in_force as
select flows.id as flow_id,
  coalesce(own.done_days, workspace.done_days, 0) as done_days,
  coalesce(own.failed_days, workspace.failed_days, 0) as failed_days,
  coalesce(own.quota_bytes, workspace.quota_bytes, 0) as quota_bytes
from flows
left join flow_policies own on own.flow_id = flows.id
left join flow_policies workspace on workspace.flow_id = '*';

-- Bytes stored by flow: the sum of `runs.bytes`. What was accepted and appended comes from the statements that write it, a row
-- for each batch and flow, without an index; the ledger's audit moves the rows on.
alter table ledger_accepted add column bytes bigint not null default 0;
create table storage_added (
  flow_id text not null,
  bytes bigint not null
) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_cost_delay = 0);
create table flow_storage (
  flow_id text primary key,
  bytes bigint not null
) with (fillfactor = 50);

-- The ledger of runs that retention removed, by the hour in which they were accepted (its first minute). With what is still in
-- `ledger_minutes`, accepted = done + filtered + exceptions + cancelled + in flight holds for ever.
create table ledger_removed (
  flow_id text not null,
  minute bigint not null,
  version integer not null,
  done bigint not null,
  filtered bigint not null,
  exceptions bigint not null,
  cancelled bigint not null,
  primary key (flow_id, minute, version)
) with (fillfactor = 70);

-- What runs are found by: values of the fields that an analyst named, written in the commit that accepts. Of a sensitive field
-- the value is a keyed hash. Both lead with what is asked: a value whole, and the beginning of one.
create table run_fields (
  run_id uuid not null,
  field text not null,
  value text not null,
  primary key (run_id, field, value)
);
create index run_fields_value on run_fields (field, value text_pattern_ops, run_id);

-- Runs leave in numbers: their space must come back before the tables have grown by it.
alter table runs set (autovacuum_vacuum_scale_factor = 0.02);
alter table payloads set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0,
  toast.autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_cost_delay = 0);
alter table run_fields set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
alter table run_items set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
alter table run_mail set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- Settings of a partitioned table are those of its partitions: given to the ones there are, and to each new one.
create function settle_run_event_partition(name text) returns void language plpgsql as $$
begin
  execute format('alter table %I set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0, '
    'toast.autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_cost_delay = 0)', name);
end $$;
select settle_run_event_partition(inhrelid::regclass::text) from pg_inherits
where inhparent in ('run_events'::regclass, 'run_item_events'::regclass);

-- As in 0010, with these settings.
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
          perform settle_run_event_partition(name);
        exception
          when check_violation or duplicate_table then
            raise notice 'partition % not made: %', name, sqlerrm;
        end;
      end if;
    end loop;
  end loop;
end $$;
