import { type DrawnCall, newestIn, type Release } from '@lockstep/schema/graph';
import type { RunStatus } from '@lockstep/schema/run';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { isUuid } from './runs-view.ts';
import { flowCalls, flows, flowVersions, runCalls, runs } from './tables/index.ts';

/**
 * Writes down what a new version calls, in the transaction that publishes it. Where the version is to be chosen at
 * publishing, it is chosen here, among those published by now.
 */
export async function keepCalls(
  tx: Pick<Db, 'select' | 'insert'>,
  caller: { readonly flowId: string; readonly version: number },
  calls: readonly DrawnCall[],
): Promise<void> {
  if (calls.length === 0) return;
  const chosen = calls.filter(({ resolve }) => resolve === 'publish').map(({ flowId }) => flowId);
  const published = chosen.length === 0 ? [] : await versionsOf(tx, chosen);
  await tx.insert(flowCalls).values(
    calls.map(({ node, flowId: callee, versions, mode, resolve }) => {
      const known = published.filter(({ flowId }) => flowId === callee);
      const pinned = resolve === 'publish' ? (newestIn(versions, known) ?? null) : null;
      return { ...caller, node, callee, versions, mode, pinned };
    }),
  );
}

function versionsOf(tx: Pick<Db, 'select'>, callees: readonly string[]) {
  return tx
    .select({ flowId: flowVersions.flowId, version: flowVersions.version, semver: flowVersions.semver })
    .from(flowVersions)
    .innerJoin(flows, and(eq(flows.id, flowVersions.flowId), isNull(flows.deletedAt)))
    .where(inArray(flowVersions.flowId, [...callees]));
}

export interface LinkedRun {
  readonly runId: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly version: number | null;
  readonly snapshotId: string;
  readonly status: RunStatus;
}

/** Runs by their ids, in no order; those that are gone are left out. */
export async function readLinkedRuns(db: Db, ids: readonly string[]): Promise<readonly LinkedRun[]> {
  const rows = await db
    .select({ run: runs, flowName: flows.name })
    .from(runs)
    .leftJoin(flows, eq(flows.id, runs.flowId))
    .where(inArray(runs.id, ids.filter(isUuid)));
  return rows.map(({ run: { id, flowId, version, snapshotId, status }, flowName }) => {
    return { runId: id, flowId, flowName: flowName ?? flowId, version, snapshotId, status };
  });
}

/** Steps that waited, or wait, for a run, oldest first. */
export async function callersOfRun(
  db: Db,
  calledRunId: string,
): Promise<readonly { readonly runId: string; readonly node: string }[]> {
  const rows = await db
    .selectDistinctOn([runCalls.runId, runCalls.node], { runId: runCalls.runId, node: runCalls.node })
    .from(runCalls)
    .where(eq(runCalls.calledRunId, calledRunId))
    .orderBy(runCalls.runId, runCalls.node);
  return rows;
}

export interface CallerRow {
  readonly flowId: string;
  readonly flowName: string;
  readonly version: number;
  readonly snapshotId: string;
  readonly isNewest: boolean;
  readonly openRuns: number;
  readonly node: string;
  readonly versions: string;
  readonly pinned: number | null;
  readonly mode: 'wait' | 'start';
}

/** Steps of published flows that call a flow: of the newest versions, and of older ones that still have runs under way. */
export async function listCallers(db: Db, callee: string): Promise<readonly CallerRow[]> {
  const rows = await db.execute<{ [Key in keyof CallerRow]: CallerRow[Key] }>(sql`
    with newest as (select flow_id, max(version) as version from flow_versions group by 1),
    open as (
      select flow_id, version, count(*)::int as runs from runs
      where ended_at is null and not test and flow_id in (select flow_id from flow_calls where callee = ${callee})
      group by 1, 2
    )
    select c.flow_id as "flowId", f.name as "flowName", c.version, v.snapshot_id as "snapshotId",
      c.version = newest.version as "isNewest", coalesce(open.runs, 0) as "openRuns", c.node, c.versions, c.pinned, c.mode
    from flow_calls c
    join flows f on f.id = c.flow_id and f.deleted_at is null
    join newest on newest.flow_id = c.flow_id
    join flow_versions v on v.flow_id = c.flow_id and v.version = c.version
    left join open on open.flow_id = c.flow_id and open.version = c.version
    where c.callee = ${callee} and (c.version = newest.version or open.runs > 0)
    order by f.name, c.flow_id, c.version desc, c.node`);
  return rows.map((row) => ({ ...row }));
}

/** Which flows the newest versions of flows call: `[caller, callee]`. */
export async function listCallEdges(db: Db): Promise<readonly (readonly [string, string])[]> {
  const rows = await db.execute<{ caller: string; callee: string }>(sql`
    select distinct c.flow_id as caller, c.callee from flow_calls c
    join flows f on f.id = c.flow_id and f.deleted_at is null
    where c.version = (select max(version) from flow_versions v where v.flow_id = c.flow_id)`);
  return rows.map(({ caller, callee }) => [caller, callee] as const);
}

/** A published version as a call sees it. */
export interface CallableVersion extends Release {
  readonly snapshotId: string;
}

/** Published versions of some flows that are not deleted; a flow that is there and not published has an empty list. */
export async function publishedVersions(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly CallableVersion[]>> {
  const { version, snapshotId, semver } = flowVersions;
  const rows = await db
    .select({ id: flows.id, version, snapshotId, semver })
    .from(flows)
    .leftJoin(flowVersions, eq(flowVersions.flowId, flows.id))
    .where(and(inArray(flows.id, [...ids]), isNull(flows.deletedAt)));
  const known = new Map<string, CallableVersion[]>();
  for (const { id, version, snapshotId, semver } of rows) {
    const versions = known.get(id) ?? [];
    if (version !== null && snapshotId !== null) versions.push({ version, snapshotId, semver });
    known.set(id, versions);
  }
  return known;
}
