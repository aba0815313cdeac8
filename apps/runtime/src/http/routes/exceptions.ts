import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { countOpenExceptions, type ExceptionRow, listExceptions, readException } from '../../store/exceptions.ts';
import { readBlocked } from '../../store/lanes/view.ts';
import { isUuid } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { nodeName } from '../views/node-name.ts';

export function exceptionRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, host, live } = doors;

  serve(app, api.listExceptions, async ({ query, problem }) => {
    const { limit, before } = query;
    if (before !== undefined && !isUuid(before)) throw problem('request-invalid', 'before is the id of an exception.');
    const [rows, open] = await Promise.all([
      listExceptions(db, { ...query, limit: limit + 1 }),
      countOpenExceptions(db),
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const blocked = await readBlocked(
      db,
      page.flatMap(({ status, runId }) => (status === 'open' ? [runId] : [])),
    );
    return {
      exceptions: await Promise.all(page.map((row) => exceptionView(row, doors, blocked.get(row.runId)))),
      open,
      ...(rows.length > limit && last && { next: last.id }),
    };
  });

  serve(app, api.retryException, async ({ params: { id }, body: { by }, problem }) => {
    const row = await readException(db, id);
    if (!row) throw problem('not-found', noException(id));
    if (row.status !== 'open') throw problem('exception-settled', `The exception is ${row.status}.`);
    const retried = await host.retry({ exceptionId: id }, by);
    if (retried === 'undone') throw problem('run-undone', UNDONE);
    if (retried === 'replayed') throw problem('run-replayed', 'A replay repeats this run; try that one again.');
    if (!retried) throw problem('exception-settled');
    await tell(row);
    return { id, runId: row.runId };
  });

  serve(app, api.discardException, async ({ params: { id }, body: { by, reason }, problem }) => {
    const row = await readException(db, id);
    if (!row) throw problem('not-found', noException(id));
    if (!(await host.discard(id, by, reason))) throw problem('exception-settled', `The exception is ${row.status}.`);
    await tell(row);
    return { id, runId: row.runId };
  });

  async function tell({ id, runId, flowId }: ExceptionRow): Promise<void> {
    live.publish({ type: 'exception.changed', id, runId, flowId, open: await countOpenExceptions(db) });
  }
}

export const UNDONE =
  'What this run had done was taken back, so there is nothing to try again in it. Replay it: a new run does it anew.';

export const noException = (id: string) => `There is no exception "${id.slice(0, 60)}".`;

/** An exception as the API shows it. */
export async function exceptionView(
  row: ExceptionRow,
  doors: Pick<Doors, 'flows'>,
  blocks?: api.ExceptionView['blocks'],
): Promise<api.ExceptionView> {
  const { id, runId, flowId, flowName, version, node, category, code, reason, kind, attempts, businessKey, status } =
    row;
  return {
    id,
    runId,
    flowId,
    flowName,
    ...(version !== null && { version }),
    node,
    nodeName: await nodeName(doors, row.snapshotId, node),
    nodes: await Promise.all(
      (row.nodes ?? [node]).map(async (id) => ({ node: id, nodeName: await nodeName(doors, row.snapshotId, id) })),
    ),
    category,
    code,
    reason,
    kind,
    attempts,
    ...(businessKey !== null && { businessKey }),
    raisedAt: row.raisedAt.toISOString(),
    status,
    ...(row.settledAt && { settledAt: row.settledAt.toISOString() }),
    ...(row.owner !== null && { owner: row.owner }),
    ...(row.note !== null && { note: row.note }),
    ...(blocks && { blocks }),
  };
}
