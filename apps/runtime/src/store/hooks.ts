import type { PausedIngress } from '@lockstep/schema/api';
import type { HookMethod } from '@lockstep/schema/run';
import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { flowPauses, flowVersions, hookPaths } from './tables/index.ts';

export interface HookRow {
  readonly path: string;
  /** The one it takes; others at the same path may be another flow's. */
  readonly method: HookMethod;
  readonly flowId: string;
  readonly node: string;
  readonly version: number;
  readonly snapshotId: string;
  /** What becomes of messages while the flow is paused; null while it is not. */
  readonly paused: PausedIngress | null;
}

/** Every hook address with the version that answers there now. */
export async function listHooks(db: Db): Promise<readonly HookRow[]> {
  const newest = db
    .selectDistinctOn([flowVersions.flowId], {
      flowId: flowVersions.flowId,
      version: flowVersions.version,
      snapshotId: flowVersions.snapshotId,
    })
    .from(flowVersions)
    .orderBy(flowVersions.flowId, desc(flowVersions.version))
    .as('newest');
  return db
    .select({
      path: hookPaths.path,
      method: hookPaths.method,
      flowId: hookPaths.flowId,
      node: hookPaths.node,
      version: newest.version,
      snapshotId: newest.snapshotId,
      paused: flowPauses.ingress,
    })
    .from(hookPaths)
    .innerJoin(newest, eq(newest.flowId, hookPaths.flowId))
    .leftJoin(flowPauses, eq(flowPauses.flowId, hookPaths.flowId));
}

/** Other flows that listen at one of these addresses. */
export function pathOwners(
  db: Db,
  { paths, exceptFlow }: { readonly paths: readonly string[]; readonly exceptFlow: string },
): Promise<readonly Pick<HookRow, 'path' | 'method' | 'flowId'>[]> {
  if (paths.length === 0) return Promise.resolve([]);
  return db
    .select({ path: hookPaths.path, method: hookPaths.method, flowId: hookPaths.flowId })
    .from(hookPaths)
    .where(and(inArray(hookPaths.path, [...paths]), ne(hookPaths.flowId, exceptFlow)));
}
