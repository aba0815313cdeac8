import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** What the shell of the designer shows at a glance. */
export const getOverview = endpoint({
  id: 'getOverview',
  method: 'get',
  path: '/overview',
  tag: 'Operations',
  summary: 'Counts of the last 24 hours, open exceptions and the state of this installation',
  ok: z.object({
    version: z.string(),
    /** What this installation is called among the environments of the workspace; absent where it has no name. */
    environment: z.string().optional(),
    demo: z.boolean(),
    /** Whether automated tests may forget all runs here. */
    testApi: z.boolean().default(false),
    workers: z.int(),
    inFlight: z.int(),
    openExceptions: z.int(),
    runs24h: z.object({
      queued: z.int(),
      running: z.int(),
      waiting: z.int(),
      done: z.int(),
      exception: z.int(),
      cancelled: z.int(),
    }),
    /** Milliseconds from accept to end of the runs done in the last hour. */
    latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).optional(),
  }),
  problems: [],
});
