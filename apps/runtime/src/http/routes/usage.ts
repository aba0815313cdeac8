import * as api from '@lockstep/schema/api';
import { newestIn } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { listCallers, publishedVersions } from '../../store/flow-calls.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { nodeName } from '../views/node-name.ts';
import { noFlow } from './flows.ts';

/** Who calls a flow: what its author looks at before a publish that others would feel. */
export function usageRoutes(app: Hono<AppEnv>, doors: Doors): void {
  serve(app, api.getFlowUsage, async ({ params: { flowId }, problem }) => {
    const [known, rows] = await Promise.all([publishedVersions(doors.db, [flowId]), listCallers(doors.db, flowId)]);
    const published = known.get(flowId)?.map(({ version }) => version);
    if (!published) throw problem('not-found', noFlow(flowId));
    const callers = rows.map(async ({ snapshotId, pinned, ...caller }): Promise<api.FlowCaller> => {
      const calls = pinned ?? newestIn(caller.versions, published);
      return {
        ...caller,
        nodeName: await nodeName(doors, snapshotId, caller.node),
        isPinned: pinned !== null,
        ...(calls !== undefined && { calls }),
      };
    });
    return { callers: await Promise.all(callers) };
  });
}
