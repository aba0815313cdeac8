-- Cases by when they began in the world: what the report by business date begins with.
create index case_entries_opened on case_entries (kind, at) where entry ->> 'type' = 'opened';
