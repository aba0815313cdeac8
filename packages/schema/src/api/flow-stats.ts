import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';

const Count = z.int().min(0);
const Instant = z.iso.datetime();

/** What a step did within the time that is looked at. */
export const StepStats = z.object({
  node: z.string(),
  /** Messages that came in here, for a start; otherwise how often it ended well. */
  done: Count,
  /** Ended badly: nothing tried it again within the time. */
  failed: Count,
  /** Attempts after the first. */
  retries: Count,
  /** Messages that left by each port. */
  ports: z.record(z.string(), Count),
  /** Milliseconds an attempt that went well took, to within 10 %; absent where none did. */
  latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).optional(),
  /** Now, whatever the time looked at: exceptions nobody settled. */
  open: Count,
  /** Now: runs that wait here for an event, a callback or a person. */
  waiting: Count,
});
export type StepStats = z.infer<typeof StepStats>;

/** A part of the time that is looked at. */
export const StatsBin = z.object({
  at: Instant,
  /** Messages that came in. */
  began: Count,
  /** Steps that ended badly. */
  failed: Count,
});
export type StatsBin = z.infer<typeof StatsBin>;

export const FlowStats = z.object({
  since: Instant,
  until: Instant,
  /** What the numbers of the steps are of: the whole, or the part that was asked for. */
  from: Instant,
  to: Instant,
  /** Everything that happened before is counted: some seconds ago. */
  countedTo: Instant,
  binMs: z.int(),
  bins: z.array(StatsBin),
  /** Messages by published version, the oldest first, with when it was published. */
  versions: z.array(z.object({ version: z.int(), began: Count, publishedAt: Instant.optional() })),
  steps: z.array(StepStats),
});
export type FlowStats = z.infer<typeof FlowStats>;

export const MAX_STATS_HOURS = 24 * 90;

export const getFlowStats = endpoint({
  id: 'getFlowStats',
  method: 'get',
  path: '/flows/:flowId/stats',
  tag: 'Operations',
  summary:
    'What the steps of a flow did in the last hours: volume by port, failures, retries, percentiles. Test runs are left out',
  params: z.object({ flowId: FlowId }),
  query: z.object({
    hours: z.coerce.number().int().min(1).max(MAX_STATS_HOURS).default(24),
    version: z.coerce.number().int().min(1).optional().describe('Of one published version; otherwise of all.'),
    from: Instant.optional().describe('The steps of a part of the time only, from its minute on.'),
    to: Instant.optional().describe('And up to, but without, this minute.'),
  }),
  ok: FlowStats,
  problems: ['not-found'],
});
