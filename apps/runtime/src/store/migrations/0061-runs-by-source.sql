-- Runs in the order in which things happened, as far as their sources told it.
create index runs_source on runs (((trigger #>> '{source,at}')::bigint), id) where trigger #>> '{source,at}' is not null;
