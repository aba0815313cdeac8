-- The report by business date reads beginnings and documents by their times: of one index, in the order in which they mostly lie.
drop index case_entries_opened;
create index case_entries_dated on case_entries (kind, at) where entry ->> 'type' in ('opened', 'document');
