-- Exceptions are told of on a topic: when they are raised, and when they are settled. `told` is the state that was told last; what was
-- raised before this migration is history, and told to nobody.
alter table exceptions add column told text;
update exceptions set told = status;
create index exceptions_untold on exceptions (id) where told is distinct from status and status <> 'retrying';
