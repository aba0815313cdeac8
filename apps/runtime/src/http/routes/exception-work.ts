import * as api from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import type { Hono } from 'hono';
import { v7 } from 'uuid';
import { countMatching, createBulk, endBulk, readBulks } from '../../store/bulk-retries.ts';
import { addComment, assign, isOpen, listClusters, listComments, listReplays } from '../../store/exception-work.ts';
import { countOpenExceptions, type ExceptionRow, readException } from '../../store/exceptions.ts';
import { readBlocked } from '../../store/lanes/view.ts';
import { isUuid } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { bulkPlan } from '../views/bulk-plan.ts';
import { messageOf } from '../views/message-of.ts';
import { nodeName } from '../views/node-name.ts';
import { exceptionView, noException } from './exceptions.ts';

/** Bulk retries shown. */
const BULKS = 5;

/** People's work on exceptions: who looks after one, what they say, and many at once. */
export function exceptionWorkRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, live, bulkRetries } = doors;

  serve(app, api.listExceptionClusters, async ({ query }) => {
    const [rows, open] = await Promise.all([listClusters(db, query), countOpenExceptions(db)]);
    const clusters = await Promise.all(
      rows.map(async ({ snapshotId, oldestAt, newestAt, ...row }) => ({
        ...row,
        nodeName: await nodeName(doors, snapshotId, row.node),
        oldestAt: oldestAt.toISOString(),
        newestAt: newestAt.toISOString(),
      })),
    );
    return { clusters, open };
  });

  serve(app, api.startBulkRetry, async ({ body: { select, dryRun, by, evenUndecided } }) => {
    const where =
      'ids' in select
        ? sql`${isOpen({})} and exceptions.id = any(${`{${select.ids.join(',')}}`}::uuid[])`
        : isOpen(select);
    if (dryRun) return { count: await countMatching(db, where), plan: await bulkPlan(where, doors) };
    const id = v7();
    const count = await createBulk(db, { id, by, evenUndecided }, where);
    bulkRetries.nudge();
    const [bulk] = await readBulks(db, { id });
    return { count, ...(bulk && { bulk }) };
  });

  serve(app, api.listBulkRetries, async () => ({ bulks: [...(await readBulks(db, { limit: BULKS }))] }));

  const readBulk = async (id: string) => (isUuid(id) ? (await readBulks(db, { id }))[0] : undefined);

  serve(app, api.getBulkRetry, async ({ params: { id }, problem }) => {
    const bulk = await readBulk(id);
    if (!bulk) throw problem('not-found', noBulk(id));
    return bulk;
  });

  serve(app, api.stopBulkRetry, async ({ params: { id }, body: { by }, problem }) => {
    if (!(await readBulk(id))) throw problem('not-found', noBulk(id));
    await endBulk(db, { id, status: 'stopped', reason: `Stopped by ${by}. The rest was left alone.` });
    const bulk = await readBulk(id);
    if (!bulk) throw problem('not-found', noBulk(id));
    return bulk;
  });

  serve(app, api.getException, async ({ params: { id }, problem }) => {
    const row = await readException(db, id);
    if (!row) throw problem('not-found', noException(id));
    const blocked = await readBlocked(db, row.status === 'open' ? [row.runId] : []);
    const [view, message, comments, replays] = await Promise.all([
      exceptionView(row, doors, blocked.get(row.runId)),
      messageOf(db, row.runId),
      listComments(db, id),
      listReplays(db, id),
    ]);
    return { ...view, message, comments, replays };
  });

  serve(app, api.assignException, async ({ params: { id }, body: { owner }, problem }) => {
    const row = await readException(db, id);
    if (!row) throw problem('not-found', noException(id));
    if (!(await assign(db, id, owner))) throw problem('exception-settled', `The exception is ${row.status}.`);
    await tell(row);
    return { id, owner };
  });

  serve(app, api.commentException, async ({ params: { id }, body: { by, text }, problem }) => {
    const row = await readException(db, id);
    if (!row) throw problem('not-found', noException(id));
    const comment = await addComment(db, { id: v7(), exceptionId: id, by, text });
    await tell(row);
    return comment;
  });

  async function tell({ id, runId, flowId }: ExceptionRow): Promise<void> {
    live.publish({ type: 'exception.changed', id, runId, flowId, open: await countOpenExceptions(db) });
  }
}

const noBulk = (id: string) => `There is no bulk retry "${id.slice(0, 60)}".`;
