import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { migrateRuns } from '../../runner/migrations/migrate-runs.ts';
import { flowExists, readVersion } from '../../store/flows.ts';
import { countParked, listParked, moveRun, readEventsOf } from '../../store/run-migrations.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { noFlow } from './flows.ts';

/** Runs that wait, and moving them to another version of their flow. */
export function runMigrationRoutes(app: Hono<AppEnv>, { db, flows, now }: Doors): void {
  serve(app, api.getWaitingRuns, async ({ params: { flowId }, problem }) => {
    if (!(await flowExists(db, flowId))) throw problem('not-found', noFlow(flowId));
    return { versions: [...(await countParked(db, flowId))] };
  });

  serve(app, api.migrateRuns, async ({ params: { flowId }, body, problem }) => {
    const { to, from, dryRun, after, by } = body;
    const version = await readVersion(db, { flowId, version: to });
    if (!version) throw problem('not-found', `There is no version ${to} of the flow "${flowId}".`);
    const { snapshotId } = version;
    return migrateRuns(
      { version: to, loaded: await flows.load(snapshotId), dryRun, by },
      {
        list: (limit) => listParked(db, { flowId, to, from, after, limit }),
        readEvents: (runIds) => readEventsOf(db, runIds),
        load: flows.load,
        move: (run, event) => moveRun(db, { ...run, version: to, snapshotId, event }),
        now,
      },
    );
  });
}
