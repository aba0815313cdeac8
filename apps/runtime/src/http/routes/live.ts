import { LIVE_PATH, type LiveEvent } from '@lockstep/schema/api';
import type { Hono } from 'hono';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';

/** Milliseconds between comments that keep proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** A reader this many messages behind is cut off; it comes back with `Last-Event-ID`. */
const MAX_BEHIND = 1000;

/**
 * `GET /api/events`: server-sent events of what changed. `?run=` narrows to one run, `Last-Event-ID` resumes.
 *
 * @returns ends every stream, for a stop that should not wait for them
 */
export function liveRoutes(app: Hono<AppEnv>, { live, metrics }: Pick<Doors, 'live' | 'metrics'>): () => void {
  const open = new Set<() => void>();
  metrics.setLiveClients(() => open.size);

  app.get(`/api${LIVE_PATH}`, (context) => {
    const run = context.req.query('run');
    const lastId = context.req.header('last-event-id') ?? context.req.query('lastEventId');
    const isWanted = (event: LiveEvent) => run === undefined || ('runId' in event && event.runId === run);
    const text = new TextEncoder();
    let stop = () => {};
    const stream = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          let ended = false;
          const end = () => {
            if (ended) return;
            ended = true;
            stop();
            controller.close();
          };
          const send = (chunk: string) => {
            if (ended) return;
            controller.enqueue(text.encode(chunk));
            if ((controller.desiredSize ?? 0) < -MAX_BEHIND) end();
          };
          const sendEvent = (id: string, event: LiveEvent) => {
            if (isWanted(event)) send(`id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
          };
          send('retry: 2000\n\n');
          const unsubscribe = live.subscribe(sendEvent);
          const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS);
          stop = () => {
            unsubscribe();
            clearInterval(heartbeat);
            open.delete(end);
          };
          open.add(end);
          for (const [id, event] of (lastId !== undefined && live.since(lastId)) || []) sendEvent(id, event);
        },
        cancel: () => stop(),
      },
      { highWaterMark: 16 },
    );
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  });
  return () => {
    for (const end of [...open]) end();
  };
}
