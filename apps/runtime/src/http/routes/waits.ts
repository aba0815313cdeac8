import * as api from '@lockstep/schema/api';
import { sourceTime } from '@lockstep/schema/run';
import type { Hono } from 'hono';
import {
  type ApprovalRow,
  countOpenApprovals,
  listApprovals,
  readApproval,
  readApprovalStatus,
} from '../../store/approvals.ts';
import { isUuid } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import { checkEvent } from '../events/check-event.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { nodeName } from '../views/node-name.ts';

export function waitRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, waits, publisher } = doors;

  serve(app, api.publishEvent, async ({ body }) => {
    checkEvent(publisher, body.topic, body.payload);
    const { happenedAt, ...event } = body;
    return publisher.publish({ ...event, sourceAt: sourceTime(happenedAt, 'happenedAt', doors.now()).at });
  });

  serve(app, api.listApprovals, async ({ query, problem }) => {
    const { limit, before } = query;
    if (before !== undefined && !isUuid(before)) throw problem('request-invalid', 'before is the id of an approval.');
    const [rows, open] = await Promise.all([listApprovals(db, { ...query, limit: limit + 1 }), countOpenApprovals(db)]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      approvals: await Promise.all(page.map((row) => view(row, doors))),
      open,
      ...(rows.length > limit && last && { next: last.id }),
    };
  });

  serve(app, api.getApproval, async ({ params: { id }, problem }) => {
    const row = await readApproval(db, id);
    if (!row) throw problem('not-found', noApproval(id));
    return view(row, doors);
  });

  serve(app, api.decideApproval, async ({ params: { id }, body: { decision, comment, by }, problem }) => {
    const status = await readApprovalStatus(db, id);
    if (status === undefined) throw problem('not-found', noApproval(id));
    const decided = await waits.decide({ approvalId: id, decision, comment, by });
    if (!decided) throw problem('approval-settled', settled((await readApprovalStatus(db, id)) ?? status));
    return { id, runId: decided.runId };
  });
}

function noApproval(id: string): string {
  return `There is no approval "${id.slice(0, 60)}".`;
}

function settled(status: api.ApprovalStatus): string {
  return status === 'open' ? 'Its deadline has passed, or its run has ended.' : `The approval is ${status}.`;
}

async function view(row: ApprovalRow, doors: Pick<Doors, 'flows'>): Promise<api.ApprovalView> {
  const { id, runId, flowId, flowName, node, businessKey, test, title, details, assignee, status } = row;
  const { deadlineAt, settledAt, decidedBy, comment } = row;
  return {
    id,
    runId,
    flowId,
    flowName,
    node,
    nodeName: await nodeName(doors, row.snapshotId, node),
    ...(businessKey !== null && { businessKey }),
    test,
    title,
    ...(details !== null && { details }),
    ...(assignee !== null && { assignee }),
    status,
    askedAt: row.askedAt.toISOString(),
    ...(deadlineAt && { deadlineAt: deadlineAt.toISOString() }),
    ...(settledAt && { settledAt: settledAt.toISOString() }),
    ...(decidedBy !== null && { decidedBy }),
    ...(comment !== null && { comment }),
  };
}
