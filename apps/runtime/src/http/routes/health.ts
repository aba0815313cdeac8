import type { Hono } from 'hono';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';

/** For machines: `/healthz` the process lives, `/readyz` hooks are served, `/metrics` Prometheus. */
export function healthRoutes(app: Hono<AppEnv>, { isReady, metrics }: Pick<Doors, 'isReady' | 'metrics'>): void {
  const fresh = { 'cache-control': 'no-store' };
  app.get('/healthz', () => Response.json({ status: 'ok' }, { headers: fresh }));
  app.get('/readyz', async () => {
    const ready = await isReady();
    return Response.json({ status: ready ? 'ready' : 'not ready' }, { status: ready ? 200 : 503, headers: fresh });
  });
  app.get('/metrics', async () => {
    const { text, contentType } = await metrics.print();
    return new Response(text, { headers: { ...fresh, 'content-type': contentType } });
  });
}
