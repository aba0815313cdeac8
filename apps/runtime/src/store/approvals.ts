import type { ApprovalStatus } from '@lockstep/schema/api';
import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { isUuid } from './runs-view.ts';
import { approvals, flows, runs } from './tables/index.ts';

export type ApprovalRow = typeof approvals.$inferSelect & {
  readonly flowName: string;
  /** What the run travels: where the name of the step is found. */
  readonly snapshotId: string;
  readonly businessKey: string | null;
  readonly test: boolean;
};

export interface ApprovalFilter {
  readonly limit: number;
  /** Id of the last approval of the page before. */
  readonly before?: string | undefined;
  readonly status?: ApprovalStatus | undefined;
  readonly flow?: string | undefined;
}

const columns = {
  approval: getTableColumns(approvals),
  flowName: flows.name,
  snapshotId: runs.snapshotId,
  businessKey: runs.businessKey,
  test: runs.test,
};

/** One page, newest first. */
export async function listApprovals(
  db: Db,
  { limit, before, status, flow }: ApprovalFilter,
): Promise<readonly ApprovalRow[]> {
  const rows = await select(db)
    .where(
      and(
        before === undefined ? undefined : lt(approvals.id, before),
        status === undefined ? undefined : eq(approvals.status, status),
        flow === undefined ? undefined : eq(approvals.flowId, flow),
      ),
    )
    .orderBy(desc(approvals.id))
    .limit(limit);
  return rows.map(rowOf);
}

/** One approval; `undefined` when there is none. */
export async function readApproval(db: Db, id: string): Promise<ApprovalRow | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await select(db).where(eq(approvals.id, id));
  return row && rowOf(row);
}

function select(db: Db) {
  return db
    .select(columns)
    .from(approvals)
    .innerJoin(runs, eq(runs.id, approvals.runId))
    .leftJoin(flows, eq(flows.id, approvals.flowId))
    .$dynamic();
}

function rowOf({ approval, flowName, ...rest }: Awaited<ReturnType<typeof select>>[number]): ApprovalRow {
  return { ...approval, ...rest, flowName: flowName ?? approval.flowId };
}

/** Where an approval stands; `undefined` when there is none. */
export async function readApprovalStatus(db: Db, id: string): Promise<ApprovalStatus | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await db.select({ status: approvals.status }).from(approvals).where(eq(approvals.id, id));
  return row?.status;
}

export async function countOpenApprovals(db: Db): Promise<number> {
  return db.$count(approvals, eq(approvals.status, 'open'));
}
