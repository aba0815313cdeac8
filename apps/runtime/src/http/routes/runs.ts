import * as api from '@lockstep/schema/api';
import { isEnded } from '@lockstep/schema/run';
import type { Hono } from 'hono';
import { isUuid, listRuns, type RunRow, readRun } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import { overloadedBy } from '../overloaded.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { runSummary } from '../views/run-summary.ts';
import { runView } from '../views/run-view.ts';
import { stepData } from '../views/step-data.ts';

export function runRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, host } = doors;

  serve(app, api.listRuns, async ({ query: { limit, before, flow, status, search, test }, problem }) => {
    if (before !== undefined && !isUuid(before)) throw problem('request-invalid', 'before is the id of a run.');
    const rows = await listRuns(db, {
      limit: limit + 1,
      before,
      flow,
      status,
      search: search?.trim(),
      test: test === undefined ? undefined : test === 'true',
    });
    const page = rows.slice(0, limit);
    const runs = await Promise.all(page.map((row) => runSummary(row, doors)));
    const last = page.at(-1);
    return { runs, ...(rows.length > limit && last && { next: last.id }) };
  });

  serve(app, api.getRun, async ({ params: { runId }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    return runView(row, doors);
  });

  serve(app, api.getStepData, async ({ params: { runId, node }, problem }) => {
    const row = await readRun(db, runId);
    const data = row && (await stepData(row, node, doors));
    if (!data) throw problem('not-found', row ? `The run has no step "${node}".` : noRun(runId));
    return data;
  });

  serve(app, api.cancelRun, async ({ params: { runId }, body: { by }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    if (isEnded(row.status)) throw problem('run-ended', ended(row));
    if (!(await host.cancel(runId, by))) throw problem('run-ended');
    return { runId, status: (await readRun(db, runId))?.status ?? row.status };
  });

  serve(app, api.replayRun, async ({ params: { runId }, body: { from, version, by }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    if (!isEnded(row.status))
      throw problem('run-not-ended', `The run is ${row.status}; replay begins from an ended run.`);
    const started = await host.replay({ runId, from, version, by }).catch(overloadedBy);
    switch (started) {
      case 'not-found':
        throw problem('not-found', noRun(runId));
      case 'not-ended':
        throw problem('run-not-ended', 'The run goes on; replay begins from an ended run.');
      case 'version-unknown':
        throw problem('request-invalid', `The flow has no version ${version}.`);
      case 'step-unknown':
        throw problem('request-invalid', `That version has no step "${from}".`);
      default:
        return { runId: started.runId };
    }
  });
}

export const noRun = (runId: string) => `There is no run "${runId.slice(0, 60)}".`;

function ended({ status, endedAt }: RunRow): string {
  return `The run ended ${status}${endedAt ? ` at ${endedAt.toISOString()}` : ''}.`;
}
