import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { countOpenExceptions } from '../../store/exceptions.ts';
import { countWorkers, latencySince, sumCounts } from '../../store/overview.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { recentCounts } from '../recent-counts.ts';
import { serve } from '../serve.ts';

const HOUR_MS = 3_600_000;

export function overviewRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, host, config, version, now } = doors;
  const counts24h = recentCounts(doors);
  /** Screens of many people ask for the same sums: once a second is often enough. */
  const sums = createCache<Awaited<ReturnType<typeof read>>>({ max: 1, ttlMs: 1000, now });

  async function read() {
    const [workers, openExceptions, counts, latencyMs] = await Promise.all([
      countWorkers(db),
      countOpenExceptions(db),
      counts24h(),
      latencySince(db, now() - HOUR_MS),
    ]);
    return { workers, openExceptions, runs24h: sumCounts(counts.values()), ...(latencyMs && { latencyMs }) };
  }

  serve(app, api.getOverview, async () => ({
    version,
    ...(config.environment !== undefined && { environment: config.environment }),
    demo: config.demo,
    testApi: config.testApi,
    inFlight: host.inFlight(),
    ...(await sums.get('', read)),
  }));
}
