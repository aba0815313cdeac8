-- Puts an event into the mailbox of a run that has not ended, and wakes the run when nobody owns it. Answers whether there
-- is such a run and who owns it.
--
-- $1 uuid: run; $2 text: id of the letter, the same letter is kept once; $3 text: event as JSON
with target as materialized (
  select id, epoch from runs where id = $1::uuid and ended_at is null
),
sent as (
  insert into run_mail (run_id, id, event) select id, $2::text, $3::text::json from target
  on conflict (run_id, id) do nothing
),
woken as (
  update runs set wake_at = now() from target
  where runs.id = target.id and runs.epoch is null and runs.ended_at is null
    and runs.lane_state is distinct from 'waiting'
)
select epoch, pg_notify(case when epoch is null then 'lockstep_work' else 'lockstep_mail' end, id::text) from target
