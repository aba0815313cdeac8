import type { EventReceipt } from '@lockstep/schema/api';
import { isEnded, type Json, MAX_EVENT_BYTES } from '@lockstep/schema/run';
import type { Context, Hono } from 'hono';
import { readRun } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import { readMessage } from '../hooks/message.ts';
import { decompress, readBytes } from '../hooks/read-body.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';

/**
 * `POST /callbacks/:token`: the address at which another system answers one step of one run. The first answer counts; the
 * same one sent again, or another, is answered 202 with `outcome: duplicate`, because who repeats would take a 4xx for a
 * failure. An answer that comes before the step waits is kept.
 */
export function callbackRoutes(app: Hono<AppEnv>, { db, waits }: Pick<Doors, 'db' | 'waits'>): void {
  app.all('/callbacks/:token', async (context) => {
    const target = waits.readToken(context.req.param('token'));
    const row = target && (await readRun(db, target.runId));
    if (!target || !row) throw problem('not-found', 'There is no such callback address.');
    if (context.req.method !== 'POST') {
      throw problem('method-not-allowed', 'Answer with POST.', undefined, { allow: 'POST' });
    }
    const receipt: EventReceipt = await waits.takeCallback(target, await payloadOf(context));
    if (receipt.outcome === 'kept' && isEnded(row.status)) throw problem('run-ended', 'Nobody waits here any more.');
    return Response.json(receipt, { status: 202, headers: { 'cache-control': 'no-store' } });
  });
}

async function payloadOf(context: Context<AppEnv>): Promise<Json> {
  const raw = await readBytes(context, MAX_EVENT_BYTES);
  const bytes = await decompress(raw, context.req.header('content-encoding'), MAX_EVENT_BYTES);
  return bytes.length === 0 ? null : readMessage(bytes, context.req.header('content-type'));
}
