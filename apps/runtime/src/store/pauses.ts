import type { PausedIngress } from '@lockstep/schema/api';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { flowExists, tellOfFlow } from './flows.ts';
import { LANE_CHANNEL } from './lanes/channel.ts';
import type { Db } from './open-store.ts';
import { flowPauses, flows, schedules } from './tables/index.ts';

export interface StoredPause {
  readonly flowId: string;
  readonly ingress: PausedIngress;
  readonly by: string;
  readonly at: Date;
}

/** Messages released in one statement, so that no lock is held for long. */
const RELEASE_BATCH = 5000;

export async function readPause(db: Db, flowId: string): Promise<StoredPause | undefined> {
  const [row] = await db.select().from(flowPauses).where(eq(flowPauses.flowId, flowId));
  return row;
}

export function listPauses(db: Db): Promise<readonly StoredPause[]> {
  return db.select().from(flowPauses);
}

/**
 * Pauses a flow, or changes what its doors do while it is paused. What is queued and never began is held as well; what has
 * begun goes on. From the commit on no process begins a message of it. `absent` when there is no such flow.
 */
export function pauseFlow(db: Db, { flowId, ingress, by }: Omit<StoredPause, 'at'>): Promise<StoredPause | 'absent'> {
  return db.transaction(async (tx) => {
    const alive = tx
      .select({ id: flows.id })
      .from(flows)
      .where(and(eq(flows.id, flowId), isNull(flows.deletedAt)))
      .for('update');
    if ((await alive).length === 0) return 'absent';
    const [pause] = await tx
      .insert(flowPauses)
      .values({ flowId, ingress, by })
      .onConflictDoUpdate({ target: flowPauses.flowId, set: { ingress, by } })
      .returning();
    if (!pause) throw new Error('The pause was not written.');
    await tx.execute(sql`update runs set wake_at = null where flow_id = ${flowId} and ended_at is null and epoch is null
      and status = 'queued' and last_seq = 1 and not test and wake_at is not null`);
    await tellOfFlow(tx, flowId);
    return pause;
  });
}

/**
 * Resumes a flow: ticks up to now count as missed, and what was held begins, oldest first. Removing the pause waits for
 * accepts that saw it, so nothing is held after the release looked. Any process may do the release, so one that dies
 * between the two leaves nothing behind (`releaseForgotten`).
 *
 * @returns how many messages were held, or `absent` when there is no such flow
 */
export async function resumeFlow(db: Db, flowId: string): Promise<number | 'absent'> {
  if (!(await flowExists(db, flowId))) return 'absent';
  const held = await db.transaction(async (tx) => {
    const ended = await tx.delete(flowPauses).where(eq(flowPauses.flowId, flowId)).returning();
    if (ended.length === 0) return 0;
    await tx.update(schedules).set({ missedThrough: sql`clock_timestamp()` }).where(eq(schedules.flowId, flowId));
    await tellOfFlow(tx, flowId);
    return countHeld(tx, flowId);
  });
  await releaseForgotten(db, flowId);
  return held;
}

/** Messages of a flow that wait for its resume; those of lanes that would go on are among them. */
export async function countHeld(db: Pick<Db, 'execute'>, flowId: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select (select count(*) from runs
        where flow_id = ${flowId} and ended_at is null and epoch is null and wake_at is null and status = 'queued'
          and lane_state is distinct from 'waiting')::int
      + (select count(*) from lanes join lane_runs on lane_runs.flow_id = lanes.flow_id and lane_runs.key = lanes.key
        where lanes.flow_id = ${flowId} and lanes.look_at = 'infinity' and lane_runs.waiting)::int as count`);
  return row?.count ?? 0;
}

/** Lets held messages begin whose flow is not paused (any more): of one flow, or of all. Lanes that were held go on. */
export async function releaseForgotten(db: Db, flowId?: string): Promise<void> {
  const ofFlow = flowId === undefined ? sql`` : sql`and flow_id = ${flowId}`;
  const woken = await db.execute(sql`
    with held as materialized (
      select flow_id, key from lanes
      where look_at = 'infinity' ${ofFlow}
        and not exists (select from flow_pauses where flow_pauses.flow_id = lanes.flow_id)
      order by flow_id, key for update)
    update lanes set look_at = now() from held where lanes.flow_id = held.flow_id and lanes.key = held.key
    returning lanes.key`);
  if (woken.length > 0) await db.execute(sql`select pg_notify(${LANE_CHANNEL}, '')`);
  for (;;) {
    const rows = await db.execute(sql`with held as materialized (
        select id from runs
        where ended_at is null and epoch is null and wake_at is null and status = 'queued' ${ofFlow}
          and lane_state is distinct from 'waiting'
          and not exists (select from flow_pauses where flow_pauses.flow_id = runs.flow_id)
        order by id limit ${RELEASE_BATCH} for update skip locked)
      update runs set wake_at = accepted_at from held where runs.id = held.id returning runs.id`);
    if (rows.length > 0) await db.execute(sql`select pg_notify('lockstep_work', '')`);
    if (rows.length < RELEASE_BATCH) return;
  }
}
