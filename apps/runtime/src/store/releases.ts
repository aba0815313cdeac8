import type { FlowRelease } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

/** A published version with its semantic version. */
export interface ReleaseRow extends FlowRelease {
  readonly snapshotId: string;
}

/** The newest version of a flow that has a semantic version. */
export async function lastRelease(db: Pick<Db, 'execute'>, flowId: string): Promise<ReleaseRow | undefined> {
  const [row] = await db.execute<{ [Key in keyof ReleaseRow]: ReleaseRow[Key] }>(sql`
    select version, semver, snapshot_id as "snapshotId" from flow_versions
    where flow_id = ${flowId} and semver is not null order by version desc limit 1`);
  return row;
}

/** The newest version of each major of each flow, oldest first: what a range such as `^1` gets. */
export async function newestReleases(db: Pick<Db, 'execute'>): Promise<ReadonlyMap<string, readonly FlowRelease[]>> {
  const rows = await db.execute<{ flowId: string; version: number; semver: string }>(sql`
    select distinct on (flow_id, split_part(semver, '.', 1)) flow_id as "flowId", version, semver from flow_versions
    where semver is not null order by flow_id, split_part(semver, '.', 1), version desc`);
  const byFlow = Map.groupBy(rows, ({ flowId }) => flowId);
  return new Map(
    [...byFlow].map(([flowId, releases]) => [
      flowId,
      releases.map(({ version, semver }) => ({ version, semver })).sort((one, other) => one.version - other.version),
    ]),
  );
}
