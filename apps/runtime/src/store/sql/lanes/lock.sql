-- Holds the rows of some lanes until the commit: pauses first, then lanes in order of their keys, as enter.sql does.
--
-- $1 text: names of lanes as a JSON array
with named as materialized (
  select * from json_to_recordset($1::text::json) as n (flow text, key text)
),
paused as materialized (
  select flow_id from flow_pauses where flow_id in (select flow from named) order by flow_id for share
)
select lanes.flow_id, lanes.key, settings, places, holder, done_rank::text, done_run, reached_rank::text,
  paused.flow_id is not null as paused, floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
from named left join paused on paused.flow_id = named.flow join lanes on lanes.flow_id = named.flow and lanes.key = named.key
order by lanes.flow_id, lanes.key
for update of lanes
