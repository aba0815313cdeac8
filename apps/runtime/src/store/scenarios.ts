import type { Flow } from '@lockstep/schema/graph';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { flowDrafts, flows, scenarioResults } from './tables/index.ts';

export type ScenarioRow = typeof scenarioResults.$inferSelect;

/** Results of one scenario that are kept. */
const KEPT = 20;

/** Keeps how scenarios did, and lets go of all but the newest of each. */
export async function keepResults(db: Db, rows: readonly Omit<ScenarioRow, 'at'>[]): Promise<void> {
  if (rows.length === 0) return;
  await db.transaction(async (tx) => {
    await tx.insert(scenarioResults).values([...rows]);
    for (const flowId of new Set(rows.map((row) => row.flowId)))
      await tx.execute(sql`
        delete from scenario_results as old using (
          select flow_id, test_id, at, row_number() over (partition by test_id order by at desc) as nr
          from scenario_results where flow_id = ${flowId}
        ) as kept
        where kept.nr > ${KEPT} and old.flow_id = kept.flow_id and old.test_id = kept.test_id and old.at = kept.at`);
  });
}

/** Results by flow, the newest first; of one flow, or of all. */
export async function readResults(db: Db, flowId?: string): Promise<ReadonlyMap<string, readonly ScenarioRow[]>> {
  const rows = await db
    .select()
    .from(scenarioResults)
    .where(flowId === undefined ? undefined : eq(scenarioResults.flowId, flowId))
    .orderBy(desc(scenarioResults.at));
  return Map.groupBy(rows, (row) => row.flowId);
}

/** Drafts that have tests, by name. */
export async function listTestedDrafts(db: Db): Promise<readonly { readonly flow: Flow; readonly hash: string }[]> {
  return db
    .select({ flow: flowDrafts.document, hash: flowDrafts.hash })
    .from(flowDrafts)
    .innerJoin(flows, and(eq(flows.id, flowDrafts.flowId), isNull(flows.deletedAt)))
    .where(sql`json_array_length((${flowDrafts.document} -> 'tests')::json) > 0`)
    .orderBy(flows.name);
}
