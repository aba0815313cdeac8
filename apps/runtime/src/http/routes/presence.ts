import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { flowExists } from '../../store/flows.ts';
import { type StoredPresent, takeWord } from '../../store/presence.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { noFlow } from './flows.ts';

/** Who has a draft open, and which page writes it. */
export function presenceRoutes(app: Hono<AppEnv>, { db, live }: Doors): void {
  serve(app, api.beatPresence, async ({ params: { flowId }, body, problem }) => {
    if (!(await flowExists(db, flowId))) throw problem('not-found', noFlow(flowId));
    const told = await takeWord(db, { flowId, ...body });
    if (told.type === 'held') {
      const freeAt = told.freeAt.toISOString();
      throw problem('draft-held', `${told.by.name} is changing this flow.`, { by: told.by.name, freeAt });
    }
    if (told.changed) live.publish({ type: 'presence.changed', flowId });
    return { people: told.people.map(view), now: told.now.toISOString() };
  });
}

function view({ session, name, writes, openedAt, activeAt }: StoredPresent): api.Present {
  return { session, name, writes, since: openedAt.toISOString(), activeAt: activeAt.toISOString() };
}
