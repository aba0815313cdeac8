import * as api from '@lockstep/schema/api';
import { endsOf } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { countRunsSince, NO_RUNS } from '../../store/overview.ts';
import { listPublishedFlows } from '../../store/published-flows.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

const WINDOW_MS = 10 * 60_000;

export function landscapeRoutes(app: Hono<AppEnv>, { db, catalogue, now }: Doors): void {
  /** Drawings change seldom, and are read whole. */
  const drawn = createCache<Awaited<ReturnType<typeof listPublishedFlows>>>({ max: 1, ttlMs: 10_000, now });
  const counted = createCache<Awaited<ReturnType<typeof countRunsSince>>>({ max: 1, ttlMs: 1_000, now });

  serve(app, api.getLandscape, async () => {
    const since = now() - WINDOW_MS;
    const [published, runs] = await Promise.all([
      drawn.get('', () => listPublishedFlows(db)),
      counted.get('', () => countRunsSince(db, since)),
    ]);
    const flows = published.map((flow) => ({
      flowId: flow.id,
      name: flow.name,
      ...endsOf(flow, catalogue),
      runs: runs.get(flow.id) ?? NO_RUNS,
    }));
    const ends = [...new Set(flows.flatMap(({ from, to }) => [...from, ...to]))].map((id): api.LandscapeEnd => {
      const at = id.indexOf(':');
      return { id, kind: id.startsWith('topic:') ? 'topic' : 'connection', name: id.slice(at + 1) };
    });
    return {
      since: new Date(since).toISOString(),
      ends,
      flows: flows.map(({ from, to, ...flow }) => ({ ...flow, from: [...from], to: [...to] })),
    };
  });
}
