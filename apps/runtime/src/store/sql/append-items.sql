-- Part of append.sql, put in where a batch has items of scopes: their events lie apart; what ended with these events, and
-- where the run stands now.
entry as materialized (
  select id, nr, event,
    case
      -- As many as there are items, or pages of them; the first page is part of the run's own history.
      when told ->> 'type' = 'scope.judged' or (told ->> 'type' = 'scope.fed' and told ->> 'attempt' <> '1')
        then coalesce(told ->> 'item', '')
      else nullif(told ->> 'item', '')
    end as item
  from (
    select written.id, written.seq + entry.nr as nr, unwrapped(entry.event) as event
    from written
    cross join lateral json_array_elements(written.events) with ordinality as entry (event, nr)
  ) as said
  cross join lateral readable(event) as told
),
logged as (
  insert into run_events (run_id, seq, at, event) select id, nr, now(), event from entry where item is null
),
logged_items as (
  insert into run_item_events (run_id, seq, at, item, event) select id, nr, now(), item, event from entry where item is not null
),
itemised as (
  insert into run_items (run_id, node, parent, idx, status, seq, output, output_ref, failed_node, failure, input)
  select written.id, e.node, e.parent, e.idx, e.status, written.seq + e.nr, e.output, e.ref, e.failed_node,
    unwrapped(e.failure), unwrapped(e.input)
  from written
  cross join lateral json_to_recordset(written.items) as e (
    node text, parent text, idx integer, status text, nr integer, output text, ref uuid, failed_node text, failure json,
    input json)
  where written.items is not null
  -- An item that was dropped with its scope may be gone through again, when the scope around it is tried again.
  on conflict (run_id, node, parent, idx) do update set status = excluded.status, seq = excluded.seq,
    output = excluded.output, output_ref = excluded.output_ref, failed_node = excluded.failed_node,
    failure = excluded.failure, input = excluded.input
),
remembered as (
  insert into run_snapshots (run_id, seq, engine_version, retried, state)
  select written.id, written.seq + json_array_length(written.events), s.engine, s.retried, s.state
  from written cross join lateral json_to_record(written.snapshot) as s (engine integer, retried boolean, state text)
  where written.snapshot is not null
  on conflict (run_id) do update set seq = excluded.seq, engine_version = excluded.engine_version,
    retried = excluded.retried, state = excluded.state
),
