-- Replays: which run repeats which, and what becomes of the exception of the one before.

-- The run that this one repeats; and the newest run that repeats this one, which answers for the message from then on, so that
-- this one is not tried again itself.
alter table runs add column replay_of uuid;
alter table runs add column replayed_by uuid;
-- Replays by what their idempotency keys carry: with the run of that id, all runs of one message.
create index runs_replays on runs (key_run_id) where replay_of is not null;
-- Failed runs that the ledger counts as replayed, and not as failed.
create index runs_replayed on runs (flow_id, id) include (version, test)
  where replayed_by is not null and status = 'exception';

-- An exception goes with its message from run to run; `exceptions.run_id` is the newest. Here is how it went.
alter table exception_edits rename to exception_replays;
alter index exception_edits_pkey rename to exception_replays_pkey;
alter index exception_edits_exception rename to exception_replays_exception;
-- The run that failed before; null for what was mended before this was kept and cannot be told.
alter table exception_replays add column from_run_id uuid;
-- Steps that were to be done again although they were known done, as a JSON array of node ids.
alter table exception_replays add column repeated json not null default '[]';
create index exception_replays_from on exception_replays (from_run_id);

-- Effects of which nobody knows whether they happened, and that cannot be looked up, are left to people unless this is set.
alter table bulk_retries add column even_undecided boolean not null default false;

update exception_replays set from_run_id = exceptions.run_id from exceptions
  where exceptions.id = exception_replays.exception_id;
update runs set replay_of = exception_replays.from_run_id from exception_replays where runs.id = exception_replays.run_id;
update runs set replayed_by = newest.run_id
  from (select distinct on (from_run_id) from_run_id, run_id from exception_replays order by from_run_id, at desc) as newest
  where runs.id = newest.from_run_id;
