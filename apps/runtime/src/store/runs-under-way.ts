import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

export interface VersionUnderWay {
  readonly flowId: string;
  readonly version: number;
  readonly snapshotId: string;
  readonly openRuns: number;
}

/** Published versions that have runs under way. */
export async function versionsUnderWay(db: Db): Promise<readonly VersionUnderWay[]> {
  const rows = await db.execute<{ [Key in keyof VersionUnderWay]: VersionUnderWay[Key] }>(sql`
    select flow_id as "flowId", version, snapshot_id as "snapshotId", count(*)::int as "openRuns" from runs
    where ended_at is null and not test and version is not null
    group by 1, 2, 3 order by 1, 2`);
  return rows.map((row) => ({ ...row }));
}
