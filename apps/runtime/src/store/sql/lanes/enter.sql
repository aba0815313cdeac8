-- Gives places to messages that were just accepted, and holds the rows of their lanes until the commit: whoever comes later, in
-- any process, has a later place. Lanes are locked in order of their keys, so two batches cannot deadlock; after the pauses of
-- their flows, as a resume does. `places` is the last one given.
--
-- What a version or a moment of another order was says nothing any more.
--
-- $1 text: lanes as a JSON array
with entering as materialized (
  select * from json_to_recordset($1::text::json) as e (flow text, key text, settings json, count integer)
),
paused as materialized (
  select flow_id from flow_pauses where flow_id in (select flow from entering) order by flow_id for share
),
sorted as (
  select entering.* from entering left join paused on paused.flow_id = entering.flow order by flow, key
),
entered as (
  insert into lanes as known (flow_id, key, settings, places)
  select flow, key, settings, count from sorted order by flow, key
  on conflict (flow_id, key) do update set
    places = known.places + excluded.places,
    settings = excluded.settings,
    touched_at = now(),
    done_rank = case when is_same_order(known.settings, excluded.settings) then known.done_rank end,
    done_run = case when is_same_order(known.settings, excluded.settings) then known.done_run end,
    reached_rank = case when is_same_order(known.settings, excluded.settings) then known.reached_rank end
  returning flow_id, key, settings, places, holder, done_rank, done_run, reached_rank
)
select entered.flow_id, entered.key, settings, places, holder, done_rank::text, done_run, reached_rank::text,
  paused.flow_id is not null as paused, floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
from entered left join paused on paused.flow_id = entered.flow_id
