-- JSON whose parts can be read whatever it holds: `json` keeps U+0000 and lone surrogates as they were written, and reading any part of it fails
-- then. They become U+FFFD here, as in text. What is written down is not changed.
create function readable(value json) returns json language sql immutable as $$
  select case when value::text ~ '\\u(0000|[dD][89a-fA-F])'
    then regexp_replace(value::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g')::json
    else value end
$$;

-- Runs in the order in which things happened, as far as their sources told it.
create index runs_source on runs (((readable(trigger) #>> '{source,at}')::bigint), id) where readable(trigger) #>> '{source,at}' is not null;
