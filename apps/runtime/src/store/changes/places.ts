import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

/** Who reads the changes of one trigger. */
export interface Reading {
  readonly flowId: string;
  readonly node: string;
  /** Of this reading alone. */
  readonly worker: string;
}

/** How far a trigger has read. */
export interface ChangePlace {
  /** Absent while it has none. */
  readonly replayId?: Uint8Array;
  /** When the newest change before it was made, where the source said it. */
  readonly changedAt?: Date;
  /** When it was first read. */
  readonly since: Date;
  /** It is read for the first time. */
  readonly isNew: boolean;
}

/** Begins to read, for `leaseMs`. Undefined while another reading has it. One of another source begins anew. */
export async function claimPlace(
  db: Db,
  {
    flowId,
    node,
    worker,
    source,
    now,
    leaseMs,
  }: Reading & { readonly source: string; readonly now: number; readonly leaseMs: number },
): Promise<ChangePlace | undefined> {
  const at = new Date(now).toISOString();
  const until = new Date(now + leaseMs).toISOString();
  const [row] = await db.execute<{
    replay_id: Uint8Array | null;
    changed_at: string | null;
    since: string;
    is_new: boolean;
  }>(sql`
    insert into change_places as p (flow_id, node, source, since, worker, lease_until)
    values (${flowId}, ${node}, ${source}, ${at}::timestamptz, ${worker}::uuid, ${until}::timestamptz)
    on conflict (flow_id, node) do update set worker = excluded.worker, lease_until = excluded.lease_until,
      source = excluded.source,
      replay_id = case when p.source = excluded.source then p.replay_id end,
      changed_at = case when p.source = excluded.source then p.changed_at end,
      since = case when p.source = excluded.source then p.since else excluded.since end
    where p.lease_until is null or p.lease_until <= ${at}::timestamptz
    returning replay_id, changed_at, since, since = ${at}::timestamptz as is_new`);
  if (!row) return undefined;
  return {
    ...(row.replay_id && { replayId: row.replay_id }),
    ...(row.changed_at && { changedAt: new Date(row.changed_at) }),
    since: new Date(row.since),
    isNew: row.is_new,
  };
}

/** Goes on for `leaseMs` from `now`. False when another reading has it. */
export async function keepPlace(
  db: Db,
  { flowId, node, worker, now, leaseMs }: Reading & { readonly now: number; readonly leaseMs: number },
): Promise<boolean> {
  const rows = await db.execute(sql`
    update change_places set lease_until = ${new Date(now + leaseMs).toISOString()}::timestamptz
    where flow_id = ${flowId} and node = ${node} and worker = ${worker}::uuid returning node`);
  return rows.length > 0;
}

/** All before it is durable. False when another reading has it: then nothing moves. */
export async function movePlace(
  db: Db,
  {
    flowId,
    node,
    worker,
    replayId,
    changedAt,
  }: Reading & { readonly replayId: Uint8Array | undefined; readonly changedAt: string | undefined },
): Promise<boolean> {
  const place = replayId === undefined ? null : Buffer.from(replayId).toString('hex');
  const rows = await db.execute(sql`
    update change_places set replay_id = decode(${place}::text, 'hex'), problem = null,
      changed_at = coalesce(${changedAt ?? null}::timestamptz, changed_at)
    where flow_id = ${flowId} and node = ${node} and worker = ${worker}::uuid returning node`);
  return rows.length > 0;
}

/** Ends a reading, and says what ended it where that was no wish of ours. */
export async function leavePlace(
  db: Db,
  { flowId, node, worker, problem }: Reading & { readonly problem: string | undefined },
): Promise<void> {
  await db.execute(sql`
    update change_places set worker = null, lease_until = null, problem = ${problem ?? null}
    where flow_id = ${flowId} and node = ${node} and worker = ${worker}::uuid`);
}
