import { z } from 'zod';
import { Flow, FlowId } from '../graph/flow.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';

/** How a map of a flow did on one of its samples. */
export const SampleReport = z.object({
  node: z.string(),
  /** Name of the map. */
  map: z.string(),
  /** Id of the sample, unique within its map. */
  id: z.string(),
  name: z.string(),
  ok: z.boolean(),
  /** `failed`: no result; `broken`: the target contract refuses it; `different`: not what was expected. */
  state: z.enum(['failed', 'broken', 'different', 'passed']),
  /** One sentence. */
  why: z.string(),
  /** By JSON pointer: `before` is what was expected, `after` what came; absent means nothing there. */
  differences: z.array(z.object({ path: z.string(), before: Json.optional(), after: Json.optional() })),
});
export type SampleReport = z.infer<typeof SampleReport>;

/** Why a version was published although samples failed. */
export const SampleOverride = z.object({
  reason: z.string(),
  /** What failed then. */
  failed: z.array(SampleReport.pick({ node: true, map: true, id: true, name: true, why: true })),
});
export type SampleOverride = z.infer<typeof SampleOverride>;

export const runFlowSamples = endpoint({
  id: 'runFlowSamples',
  method: 'post',
  path: '/flows/:flowId/samples/run',
  tag: 'Flows',
  summary: 'Try every map of a flow with its samples, as publishing would. Nothing is stored or sent',
  params: z.object({ flowId: FlowId }),
  body: z.object({ flow: Flow }),
  ok: z.object({
    reports: z.array(SampleReport),
    failed: z.int(),
    /** Whether this installation lets a version be published with a reason although samples fail. */
    override: z.enum(['allowed', 'never']),
    durationMs: z.number(),
  }),
  problems: [],
});
