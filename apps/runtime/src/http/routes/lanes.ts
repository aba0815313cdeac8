import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { flowExists } from '../../store/flows.ts';
import { readLanes } from '../../store/lanes/view.ts';
import { readRun } from '../../store/runs-view.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { noFlow } from './flows.ts';
import { noRun } from './runs.ts';

/** What waits in the lanes of a flow, and the way past a failed run. */
export function laneRoutes(app: Hono<AppEnv>, { db, host, live, now }: Doors): void {
  /** Screens of many people ask for the same counts. */
  const answers = createCache<Awaited<ReturnType<typeof readLanes>>>({ max: 100, ttlMs: 1000, now });

  serve(app, api.getLanes, async ({ params: { flowId }, query: { limit }, problem }) => {
    if (!(await flowExists(db, flowId))) throw problem('not-found', noFlow(flowId));
    const { lanes, ...counts } = await answers.get(`${flowId} ${limit}`, () => readLanes(db, flowId, limit));
    return { lanes: [...lanes], ...counts };
  });

  serve(app, api.moveLaneOn, async ({ params: { runId }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    if (!(await host.moveOn(runId)))
      throw problem('lane-not-blocked', `Nothing waits for the run: it is ${row.status}.`);
    live.publish({ type: 'run.changed', runId, flowId: row.flowId, status: row.status, at: now() });
    return { runId };
  });
}
