-- Values that flows keep by name between runs. No foreign keys, as for all tables that runs write.

create table flow_values (
  collection text not null,
  key text not null,
  value json not null,
  -- Counts the writes; from 1.
  version bigint not null,
  -- What "newer" compares: a version or a time of the system the value comes from.
  rank numeric,
  updated_at timestamptz not null,
  primary key (collection, key)
) with (fillfactor = 70);

-- What was written under which idempotency key, so that an attempt that is repeated changes nothing twice.
create table flow_value_writes (
  effect_key text primary key,
  version bigint not null,
  written_at timestamptz not null
);
create index flow_value_writes_age on flow_value_writes (written_at);

-- Keeps one value, if the condition holds, once for an idempotency key. The row lock comes first: whoever gets it sees what
-- the one before committed, the record of the same key too (each statement of a volatile function has a snapshot of its own).
-- `kept`: written, now or by an earlier attempt. `stale`: the condition does not hold; version 0 when there is no value.
create function keep_value(in_collection text, in_key text, in_value json, in_effect text, in_condition text,
  in_version bigint, in_rank numeric, out outcome text, out version bigint, out current json)
language plpgsql as $$
declare
  present flow_values%rowtype;
  written bigint;
begin
  loop
    select * into present from flow_values v where v.collection = in_collection and v.key = in_key for update;
    exit when found;
    insert into flow_values (collection, key, value, version, rank, updated_at)
    select in_collection, in_key, in_value, 1, in_rank, clock_timestamp()
    where (in_condition <> 'unchanged' or in_version = 0)
      and not exists (select from flow_value_writes w where w.effect_key = in_effect)
    on conflict do nothing;
    if found then
      insert into flow_value_writes values (in_effect, 1, clock_timestamp());
      outcome := 'kept'; version := 1; current := in_value;
      return;
    end if;
    select w.version into written from flow_value_writes w where w.effect_key = in_effect;
    if found then
      -- Written before, and taken away by a person since.
      outcome := 'kept'; version := written; current := in_value;
      return;
    end if;
    if in_condition = 'unchanged' and in_version <> 0 then
      outcome := 'stale'; version := 0;
      return;
    end if;
  end loop;

  select w.version into written from flow_value_writes w where w.effect_key = in_effect;
  if found then
    outcome := 'kept'; version := written; current := in_value;
  elsif in_condition = 'always' or (in_condition = 'unchanged' and present.version = in_version)
    or (in_condition = 'newer' and (present.rank is null or in_rank > present.rank)) then
    version := present.version + 1;
    update flow_values v set value = in_value, version = present.version + 1, rank = coalesce(in_rank, present.rank),
      updated_at = clock_timestamp()
    where v.collection = in_collection and v.key = in_key;
    insert into flow_value_writes values (in_effect, present.version + 1, clock_timestamp());
    outcome := 'kept'; current := in_value;
  else
    outcome := 'stale'; version := present.version; current := present.value;
  end if;
end $$;
