-- Part of accept.sql, put in where a message of the batch has fields that people search by.
named as (
  insert into run_fields (run_id, field, value)
  select fresh.id, f ->> 0, f ->> 1 from fresh cross join lateral json_array_elements(fresh.fields) as f
  where fresh.fields is not null
  on conflict do nothing
),
