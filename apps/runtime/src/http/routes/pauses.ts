import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { flowExists } from '../../store/flows.ts';
import { countHeld, pauseFlow, readPause, resumeFlow } from '../../store/pauses.ts';
import type { AppEnv } from '../env.ts';
import type { HookTable } from '../hooks/hook-table.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { pauseView } from '../views/pause.ts';
import { noFlow } from './flows.ts';

/** Pause a flow and let it go on. */
export function pauseRoutes(app: Hono<AppEnv>, doors: Doors, hooks: HookTable): void {
  const { db, live } = doors;

  serve(app, api.getPause, async ({ params: { flowId }, problem }) => {
    const [exists, paused, held] = await Promise.all([
      flowExists(db, flowId),
      readPause(db, flowId),
      countHeld(db, flowId),
    ]);
    if (!exists) throw problem('not-found', noFlow(flowId));
    return { ...(paused && { paused: pauseView(paused) }), held };
  });

  serve(app, api.pauseFlow, async ({ params: { flowId }, body: { ingress, by }, problem }) => {
    const paused = await pauseFlow(db, { flowId, ingress, by });
    if (paused === 'absent') throw problem('not-found', noFlow(flowId));
    await hooks.refresh();
    live.publish({ type: 'flow.changed', flowId });
    return pauseView(paused);
  });

  serve(app, api.resumeFlow, async ({ params: { flowId }, problem }) => {
    const released = await resumeFlow(db, flowId);
    if (released === 'absent') throw problem('not-found', noFlow(flowId));
    await hooks.refresh();
    live.publish({ type: 'flow.changed', flowId });
    return { released };
  });
}
