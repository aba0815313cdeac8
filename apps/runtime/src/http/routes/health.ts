import type { Hono } from 'hono';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';

/** What every process has for machines, whatever its role. */
export type HealthDoors = Pick<Doors, 'isReady' | 'metrics'> & { readonly config: Pick<Doors['config'], 'role'> };

/** For machines: `/healthz` the process lives, `/readyz` it does what its role says, `/metrics` Prometheus. */
export function healthRoutes(app: Hono<AppEnv>, { isReady, metrics, config: { role } }: HealthDoors): void {
  const fresh = { 'cache-control': 'no-store' };
  app.get('/healthz', () => Response.json({ status: 'ok' }, { headers: fresh }));
  app.get('/readyz', async () => {
    const ready = await isReady();
    return Response.json(
      { status: ready ? 'ready' : 'not ready', role },
      { status: ready ? 200 : 503, headers: fresh },
    );
  });
  app.get('/metrics', async () => {
    const { text, contentType } = await metrics.print();
    return new Response(text, { headers: { ...fresh, 'content-type': contentType } });
  });
}
