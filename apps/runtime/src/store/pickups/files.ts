import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

/** Whose files. */
export interface WatchId {
  readonly flowId: string;
  readonly node: string;
}

/** A file that was seen in a watched folder, and is not done with. */
export interface SeenFile {
  readonly path: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  /** Absent while no run was begun for it. */
  readonly sha256?: string;
}

export async function listSeen(db: Db, { flowId, node }: WatchId): Promise<readonly SeenFile[]> {
  const rows = await db.execute<{ path: string; size: string; at: string; sha256: string | null }>(sql`
    select path, size, extract(epoch from modified_at) * 1000 as at, sha256 from watched_files
    where flow_id = ${flowId} and node = ${node}`);
  return rows.map(({ path, size, at, sha256 }) => ({
    path,
    size: Number(size),
    modifiedAt: Math.round(Number(at)),
    ...(sha256 !== null && { sha256 }),
  }));
}

/** Notes a file, and the run that was begun for it, in the place of what was known under its path. */
export async function noteSeen(
  db: Db,
  { flowId, node }: WatchId,
  { path, size, modifiedAt, sha256, runId }: SeenFile & { readonly runId?: string },
): Promise<void> {
  await db.execute(sql`
    insert into watched_files (flow_id, node, path, size, modified_at, sha256, run_id)
    select ${flowId}, ${node}, ${path}, ${size}::bigint, ${new Date(modifiedAt).toISOString()}::timestamptz, ${sha256 ?? null},
      ${runId ?? null}::uuid
    where exists (select from file_watches where flow_id = ${flowId} and node = ${node})
    on conflict (flow_id, node, path) do update set size = excluded.size, modified_at = excluded.modified_at,
      sha256 = excluded.sha256, run_id = excluded.run_id, seen_at = now()`);
}

/** What is gone from the folder, or was put away, need not be known any more. */
export async function forgetSeen(db: Db, { flowId, node }: WatchId, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  await db.execute(sql`delete from watched_files where flow_id = ${flowId} and node = ${node}
    and path in (select jsonb_array_elements_text(${JSON.stringify(paths)}::text::jsonb))`);
}
