import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';
import { FlowRelease } from './flows.ts';

/** A step of a published flow that calls this one. */
export const FlowCaller = z.object({
  flowId: z.string(),
  flowName: z.string(),
  /** Version of the caller. */
  version: z.int(),
  /** False for an older version that still has runs under way. */
  isNewest: z.boolean(),
  /** Runs of that version under way. */
  openRuns: z.int(),
  node: z.string(),
  nodeName: z.string(),
  /** Version range, as drawn. */
  versions: z.string(),
  /** True when the version was chosen as the caller was published. */
  isPinned: z.boolean(),
  /** Version of this flow that a call begins now; absent when none fits. */
  calls: z.int().optional(),
  /** What that version promises; absent where it has no semantic version. */
  semver: z.string().optional(),
  /** `wait`: the step waits for the result; `start`: it only begins the run. */
  mode: z.enum(['wait', 'start']),
});
export type FlowCaller = z.infer<typeof FlowCaller>;

export const FlowUsage = z.object({
  callers: z.array(FlowCaller),
  /** The newest version of each major, oldest first: what ranges such as `^1` get. */
  releases: z.array(FlowRelease),
});
export type FlowUsage = z.infer<typeof FlowUsage>;

export const getFlowUsage = endpoint({
  id: 'getFlowUsage',
  method: 'get',
  path: '/flows/:flowId/usage',
  tag: 'Flows',
  summary: 'List the published flows that call this one, with the version each of them gets',
  params: z.object({ flowId: FlowId }),
  ok: FlowUsage,
  problems: ['not-found'],
});
