import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { fullnessOf } from '../../runner/life/quotas.ts';
import { flowExists } from '../../store/flows.ts';
import { type FlowStorageRow, listFlowStorage, putPolicy, readPolicy, WORKSPACE } from '../../store/life/policies.ts';
import { previewRemoval } from '../../store/life/preview.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { noFlow } from './flows.ts';

/** What flows store, for how long, and how much. */
export function storageRoutes(app: Hono<AppEnv>, { db, live, now }: Doors): void {
  /** Among millions of runs a count takes a second, and a person may move a number up and down. */
  const previews = createCache<Awaited<ReturnType<typeof previewRemoval>>>({ max: 100, ttlMs: 5_000, now });

  serve(app, api.getUsage, async () => {
    const [rules, flows] = await Promise.all([readPolicy(db, WORKSPACE), listFlowStorage(db)]);
    const { doneDays = 0, failedDays = 0, quotaBytes = 0 } = rules; // nobody decided: everything is kept
    const bytes = flows.reduce((sum, flow) => sum + flow.bytes, 0);
    return { workspace: { doneDays, failedDays, quotaBytes }, bytes, flows: flows.map(storageView) };
  });

  serve(app, api.previewWorkspaceRetention, async ({ query: { doneDays, failedDays } }) =>
    previews.get(`* ${doneDays} ${failedDays}`, async () => {
      const flows = await listFlowStorage(db);
      const counted = flows.map(({ flowId, own }) =>
        // What a flow says itself is not up for change here.
        previewRemoval(db, flowId, {
          done: own.doneDays === undefined ? doneDays : 0,
          failed: own.failedDays === undefined ? failedDays : 0,
        }),
      );
      return (await Promise.all(counted)).reduce(addUp, { done: NOTHING, failed: NOTHING });
    }),
  );

  serve(app, api.putWorkspaceStorage, async ({ body: { by, ...rules } }) => {
    await putPolicy(db, WORKSPACE, rules, by);
    return rules;
  });

  async function flowStorage(flowId: string): Promise<api.FlowStorage | undefined> {
    const [row] = (await flowExists(db, flowId)) ? await listFlowStorage(db, flowId) : [];
    return row && storageView(row);
  }

  serve(app, api.getFlowStorage, async ({ params: { flowId }, problem }) => {
    const found = await flowStorage(flowId);
    if (!found) throw problem('not-found', noFlow(flowId));
    return found;
  });

  serve(app, api.putFlowStorage, async ({ params: { flowId }, body: { by, ...rules }, problem }) => {
    if (!(await flowExists(db, flowId))) throw problem('not-found', noFlow(flowId));
    await putPolicy(db, flowId, rules, by);
    live.publish({ type: 'flow.changed', flowId });
    const found = await flowStorage(flowId);
    if (!found) throw problem('not-found', noFlow(flowId));
    return found;
  });

  serve(app, api.previewRetention, async ({ params: { flowId }, query: { doneDays, failedDays }, problem }) => {
    if (!(await flowExists(db, flowId))) throw problem('not-found', noFlow(flowId));
    const days = { done: doneDays, failed: failedDays };
    return previews.get(`${flowId} ${doneDays} ${failedDays}`, () => previewRemoval(db, flowId, days));
  });
}

const NOTHING = { runs: 0, bytes: 0 };

function addUp(a: api.RetentionPreview, b: api.RetentionPreview): api.RetentionPreview {
  const sum = (as: 'done' | 'failed') => ({ runs: a[as].runs + b[as].runs, bytes: a[as].bytes + b[as].bytes });
  return { done: sum('done'), failed: sum('failed') };
}

function storageView({ own, inForce, bytes, ...row }: FlowStorageRow): api.FlowStorage {
  return { ...row, own, inForce, bytes, fullness: fullnessOf({ bytes, quotaBytes: inForce.quotaBytes }) };
}
