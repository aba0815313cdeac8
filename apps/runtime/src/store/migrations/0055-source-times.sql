-- When an event happened where it comes from, beside when we heard of it; null where nobody said.
alter table topic_events add column source_at timestamptz;
