import type { Hono } from 'hono';
import { readRun } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { runStatus } from '../views/run-view.ts';

/** `GET /status/:runId`: what a sender may know about its message. The id is unguessable and is the whole permission. */
export function statusRoutes(app: Hono<AppEnv>, doors: Pick<Doors, 'db' | 'flows'>): void {
  app.get('/status/:runId', async (context) => {
    const row = await readRun(doors.db, context.req.param('runId'));
    if (!row) throw problem('not-found');
    return Response.json(await runStatus(row, doors), { headers: { 'cache-control': 'no-store' } });
  });
}
