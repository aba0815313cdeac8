import * as api from '@lockstep/schema/api';
import { flowsOfBinding } from '@lockstep/schema/capabilities';
import { asksOf, callsOf, endsOf } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { newestBindings } from '../../store/capabilities/bindings.ts';
import { countRunsSince, NO_RUNS } from '../../store/overview.ts';
import { listPublishedFlows } from '../../store/published-flows.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { reachOf } from './reach.ts';

const WINDOW_MS = 10 * 60_000;

export function landscapeRoutes(app: Hono<AppEnv>, { db, catalogue, now }: Doors): void {
  /** Drawings change seldom, and are read whole. */
  const drawn = createCache<Awaited<ReturnType<typeof listPublishedFlows>>>({ max: 1, ttlMs: 10_000, now });
  const bound = createCache<Awaited<ReturnType<typeof newestBindings>>>({ max: 1, ttlMs: 10_000, now });
  const counted = createCache<Awaited<ReturnType<typeof countRunsSince>>>({ max: 1, ttlMs: 1_000, now });

  serve(app, api.getLandscape, async () => {
    const since = now() - WINDOW_MS;
    const [published, bindings, runs] = await Promise.all([
      drawn.get('', () => listPublishedFlows(db)),
      bound.get('', () => newestBindings(db)),
      counted.get('', () => countRunsSince(db, since)),
    ]);
    const serving = new Map(bindings.map(({ capability, binding }) => [capability, flowsOfBinding(binding)] as const));
    const drawings = published.map((flow) => {
      const called = callsOf(flow, catalogue).map(({ flowId }) => flowId);
      const serve = asksOf(flow, catalogue).flatMap(({ capability }) => serving.get(capability) ?? []);
      return { flow, id: flow.id, ...endsOf(flow, catalogue), begins: [...called, ...serve] };
    });
    const reach = reachOf(drawings);
    const begun = new Set(drawings.flatMap(({ begins }) => begins));
    const flows = drawings.map(({ flow, id, from }) => ({
      flowId: id,
      name: flow.name,
      from,
      to: reach.get(id) ?? [],
      called: from.length === 0 && begun.has(id),
      runs: runs.get(id) ?? NO_RUNS,
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
