import type { Flow } from '@lockstep/schema/graph';
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { flowSnapshots, flows, flowVersions } from './tables/index.ts';

/** The newest published drawing of every flow that is not deleted, by name. */
export async function listPublishedFlows(db: Db): Promise<readonly Flow[]> {
  const newest = db
    .selectDistinctOn([flowVersions.flowId], { flowId: flowVersions.flowId, snapshotId: flowVersions.snapshotId })
    .from(flowVersions)
    .orderBy(flowVersions.flowId, desc(flowVersions.version))
    .as('newest');
  const rows = await db
    .select({ document: flowSnapshots.document })
    .from(newest)
    .innerJoin(flows, and(eq(flows.id, newest.flowId), isNull(flows.deletedAt)))
    .innerJoin(flowSnapshots, eq(flowSnapshots.id, newest.snapshotId))
    .orderBy(flows.name);
  return rows.map(({ document }) => document);
}
