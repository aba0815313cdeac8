/**
 * Which ended runs nothing needs any more, whatever their age; about the row `r` of `runs`. One text for those who count and
 * those who remove.
 *
 * Kept are: runs whose lane has not gone on yet; failed ones that people still work on, or whose replays go on or are worked on,
 * because what they did is looked up; called ones as long as the run that called them is stored, because a repeated attempt asks
 * them again; those that are begun again when somebody maps a code they met; and those a lane compares new messages with.
 */
export const REMOVABLE = `
  r.ended_at is not null
  and (r.lane_state is null or r.lane_state = 'left')
  and not exists (select from exceptions x where x.run_id = r.id and x.status in ('open', 'retrying'))
  and (r.replayed_by is null or not exists (
    select from runs again where again.key_run_id = r.key_run_id and again.replay_of is not null and (
      again.ended_at is null
      or exists (select from exceptions x where x.run_id = again.id and x.status in ('open', 'retrying')))))
  and not exists (select from run_calls c join runs caller on caller.id = c.run_id where c.called_run_id = r.id)
  and not exists (
    select from unmapped_runs u join unmapped_values v on v.id = u.value_id
    where u.run_id = r.id and u.sent_at is null and v.status = 'open')
  and not exists (
    select from lane_runs l join lanes on lanes.flow_id = l.flow_id and lanes.key = l.key
    where l.run_id = r.id and l.digest is not null
      and l.since > now() - coalesce((lanes.settings -> 'dedupe' ->> 'windowMs')::bigint, 0) * interval '1 millisecond')`;

/** What a policy tells apart: runs that did what they should, and those that failed or were cancelled. */
export type KeptAs = 'done' | 'failed';

/** Statuses of ended runs by the part of the policy that holds for them. */
export const STATUSES: Readonly<Record<KeptAs, readonly string[]>> = {
  done: ['done'],
  failed: ['exception', 'cancelled'],
};
