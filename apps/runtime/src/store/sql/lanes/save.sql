-- Notes where lanes stand. A hold of `paused` ends with the pause.
--
-- $1 text: lanes as a JSON array
update lanes set holder = item.holder, done_rank = item.done_rank, done_run = item.done_run, reached_rank = item.reached_rank,
  look_at = case when item.paused then 'infinity' else to_timestamp(item.hold_until_ms / 1000) end
from json_to_recordset($1::text::json) as item (
  flow text, key text, holder uuid, done_rank numeric, done_run uuid, reached_rank numeric, paused boolean,
  hold_until_ms double precision)
where lanes.flow_id = item.flow and lanes.key = item.key
