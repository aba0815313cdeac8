import type { Json } from '@lockstep/schema/run';
import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

/** A folder a flow looks into, as it is published. */
export interface PublishedWatch {
  readonly node: string;
  /** Its parameters. */
  readonly watch: { readonly connection: string; readonly folder: string; readonly [name: string]: Json };
}

export interface WatchRow extends PublishedWatch {
  readonly flowId: string;
  /** Version whose runs files begin. */
  readonly version: number;
  readonly snapshotId: string;
}

/**
 * Makes these the watches of a flow, in the transaction that publishes it. One of the same connection and folder goes on knowing the files
 * it has seen; each looks at once.
 */
export async function replaceWatches(
  tx: Pick<Db, 'execute'>,
  flowId: string,
  wanted: readonly PublishedWatch[],
): Promise<void> {
  const nodes = JSON.stringify(wanted.map(({ node }) => node));
  await tx.execute(sql`delete from file_watches
    where flow_id = ${flowId} and node not in (select jsonb_array_elements_text(${nodes}::text::jsonb))`);
  for (const { node, watch } of wanted) {
    const text = JSON.stringify(watch);
    await tx.execute(sql`delete from watched_files using file_watches w
      where watched_files.flow_id = w.flow_id and watched_files.node = w.node and w.flow_id = ${flowId} and w.node = ${node}
        and (w.watch ->> 'connection', w.watch ->> 'folder') is distinct from (${watch.connection}, ${watch.folder})`);
    await tx.execute(sql`insert into file_watches (flow_id, node, watch) values (${flowId}, ${node}, ${text}::text::jsonb)
      on conflict (flow_id, node) do update set watch = excluded.watch, next_look = now(), problem = null`);
  }
}

/** Takes the watch that has been due longest, for `leaseMs`; none of a paused or deleted flow. Undefined when none is due at `now`. */
export async function claimWatch(
  db: Db,
  { worker, now, leaseMs }: { readonly worker: string; readonly now: number; readonly leaseMs: number },
): Promise<WatchRow | undefined> {
  const at = new Date(now).toISOString();
  const until = new Date(now + leaseMs).toISOString();
  const [row] = await db.execute<{
    flow_id: string;
    node: string;
    watch: WatchRow['watch'];
    version: number;
    snapshot_id: string;
  }>(sql`
    with due as (
      select flow_id, node from file_watches w
      where next_look <= ${at}::timestamptz and (lease_until is null or lease_until <= ${at}::timestamptz)
        and not exists (select from flow_pauses p where p.flow_id = w.flow_id)
      order by next_look limit 1 for update skip locked
    ),
    taken as (
      update file_watches w set worker = ${worker}::uuid, lease_until = ${until}::timestamptz
      from due where w.flow_id = due.flow_id and w.node = due.node
      returning w.flow_id, w.node, w.watch
    )
    select taken.*, v.version, v.snapshot_id from taken
    cross join lateral (
      select version, snapshot_id from flow_versions v where v.flow_id = taken.flow_id order by version desc limit 1
    ) v`);
  if (!row) return undefined;
  const { flow_id: flowId, node, watch, version, snapshot_id: snapshotId } = row;
  return { flowId, node, watch, version, snapshotId };
}

/** When the next watch is due, epoch milliseconds; undefined while there is none. Those of paused flows are left out. */
export async function nextLook(db: Db): Promise<number | undefined> {
  const [row] = await db.execute<{ at: string | null }>(sql`
    select extract(epoch from min(greatest(next_look, coalesce(lease_until, next_look)))) * 1000 as at from file_watches w
    where not exists (select from flow_pauses p where p.flow_id = w.flow_id)`);
  return row?.at ? Math.ceil(Number(row.at)) : undefined;
}

interface Held {
  readonly flowId: string;
  readonly node: string;
  readonly worker: string;
}

/** Goes on for `leaseMs` from `now`. False when another process has it, or the watch is gone. */
export async function keepWatch(
  db: Db,
  { flowId, node, worker, now, leaseMs }: Held & { readonly now: number; readonly leaseMs: number },
): Promise<boolean> {
  const rows = await db.execute(sql`
    update file_watches set lease_until = ${new Date(now + leaseMs).toISOString()}::timestamptz
    where flow_id = ${flowId} and node = ${node} and worker = ${worker}::uuid returning node`);
  return rows.length > 0;
}

/** Ends a look: when the next one is, how many runs it began, and what kept it from its end. */
export async function settleLook(
  db: Db,
  {
    flowId,
    node,
    worker,
    now,
    next,
    begun,
    problem,
  }: Held & {
    readonly now: number;
    readonly next: number;
    readonly begun: number;
    readonly problem: string | undefined;
  },
): Promise<void> {
  await db.execute(sql`
    update file_watches set worker = null, lease_until = null, looked_at = ${new Date(now).toISOString()}::timestamptz,
      next_look = ${new Date(next).toISOString()}::timestamptz, begun = begun + ${begun}, problem = ${problem ?? null}
    where flow_id = ${flowId} and node = ${node} and worker = ${worker}::uuid`);
}

export interface WatchState extends PublishedWatch {
  readonly flowId: string;
  readonly nextLook: Date;
  readonly lookedAt: Date | undefined;
  readonly begun: number;
  readonly problem: string | undefined;
}

/** The watches of a flow, or of all, with how their newest look went. */
export async function listWatches(db: Db, flowId?: string): Promise<readonly WatchState[]> {
  const rows = await db.execute<{
    flow_id: string;
    node: string;
    watch: WatchRow['watch'];
    next_look: string;
    looked_at: string | null;
    begun: string;
    problem: string | null;
  }>(
    sql`select * from file_watches ${flowId === undefined ? sql`` : sql`where flow_id = ${flowId}`} order by flow_id, node`,
  );
  return rows.map((row) => ({
    flowId: row.flow_id,
    node: row.node,
    watch: row.watch,
    nextLook: new Date(row.next_look),
    lookedAt: row.looked_at === null ? undefined : new Date(row.looked_at),
    begun: Number(row.begun),
    problem: row.problem ?? undefined,
  }));
}
