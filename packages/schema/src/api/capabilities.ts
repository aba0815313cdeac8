import { z } from 'zod';
import { Binding } from '../capabilities/binding.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();
const ByName = z.object({ name: z.string() });

/** A flow that offers a capability, by its newest published version. */
export const CapabilityOffer = z.object({
  flowId: z.string(),
  flowName: z.string(),
  version: z.int(),
  /** Systems its steps speak to, as people call them. */
  systems: z.array(z.string()),
  /** Calls it served in the last 24 hours. */
  served24h: z.int(),
});
export type CapabilityOffer = z.infer<typeof CapabilityOffer>;

/** A step of a published flow that calls a capability. */
export const CapabilityCaller = z.object({
  flowId: z.string(),
  flowName: z.string(),
  version: z.int(),
  layer: z.enum(['system', 'process', 'experience']).optional(),
  node: z.string(),
  nodeName: z.string(),
  mode: z.enum(['wait', 'start']),
});
export type CapabilityCaller = z.infer<typeof CapabilityCaller>;

/** A version of a binding. */
export const BindingView = z.object({
  version: z.int(),
  binding: Binding,
  note: z.string(),
  by: z.string(),
  at: Instant,
  /** True when it also holds for runs that began before and had not called yet. */
  forOpenRuns: z.boolean(),
});
export type BindingView = z.infer<typeof BindingView>;

export const ShadowState = z.enum(['open', 'same', 'different', 'failed', 'skipped']);
export type ShadowState = z.infer<typeof ShadowState>;

/** How calls went that a second flow answered too, in the last 30 days. */
export const ShadowSummary = z.object({
  flowId: z.string(),
  open: z.int(),
  same: z.int(),
  different: z.int(),
  failed: z.int(),
  skipped: z.int(),
  /** Fields about which answers differ, those with most calls first; at most 50. */
  fields: z.array(z.object({ path: z.string(), calls: z.int() })),
});
export type ShadowSummary = z.infer<typeof ShadowSummary>;

export const CapabilitySummary = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  domain: z.string(),
  /** Contract of the request, and of the answer: `order@1`. */
  input: z.string(),
  output: z.string(),
  errors: z.array(z.object({ code: z.string(), meaning: z.string() })),
  /** Field of the request that a share is split by. */
  key: z.string(),
  offers: z.array(CapabilityOffer),
  callers: z.array(CapabilityCaller),
  /** In force; absent while nothing serves it. */
  binding: BindingView.optional(),
});
export type CapabilitySummary = z.infer<typeof CapabilitySummary>;

export const CapabilityView = CapabilitySummary.extend({
  /** Fields of the answer that each system makes up; never compared by value. */
  own: z.array(z.string()),
  /** Newest first, at most 200. */
  history: z.array(BindingView),
  /** Of the flow that the binding in force compares, if it compares one. */
  shadow: ShadowSummary.optional(),
});
export type CapabilityView = z.infer<typeof CapabilityView>;

/** A call that a second flow answered too. */
export const ShadowView = z.object({
  key: z.string(),
  /** The run that called. */
  runId: z.string(),
  businessKey: z.string().optional(),
  binding: z.int(),
  liveFlow: z.string(),
  shadowFlow: z.string(),
  liveRunId: z.string(),
  shadowRunId: z.string().optional(),
  state: ShadowState,
  /** Why it failed, or why nothing was compared. */
  reason: z.string().optional(),
  differences: z.array(
    z.object({
      path: z.string(),
      kind: z.enum(['changed', 'missing', 'added', 'length']),
      live: Json.optional(),
      shadow: Json.optional(),
    }),
  ),
  at: Instant,
});
export type ShadowView = z.infer<typeof ShadowView>;

/** What is wrong with a binding, by field: `flow`, `rules/0/flow`, `share/flow`, `shadow/flow`. */
export const BindingProblem = z.object({ issues: z.array(z.object({ field: z.string(), message: z.string() })) });
export type BindingProblem = z.infer<typeof BindingProblem>;

export const listCapabilities = endpoint({
  id: 'listCapabilities',
  method: 'get',
  path: '/capabilities',
  tag: 'Capabilities',
  summary: 'List capabilities: who offers them, who calls them, and what serves them',
  ok: z.object({ capabilities: z.array(CapabilitySummary) }),
  problems: [],
});

export const getCapability = endpoint({
  id: 'getCapability',
  method: 'get',
  path: '/capabilities/:name',
  tag: 'Capabilities',
  summary: 'Read a capability with the history of its binding, and how its comparison goes',
  params: ByName,
  ok: CapabilityView,
  problems: ['not-found'],
});

export const putBinding = endpoint({
  id: 'putBinding',
  method: 'put',
  path: '/capabilities/:name/binding',
  tag: 'Capabilities',
  summary: 'Say which flows serve a capability from now on; runs under way keep the binding they began with',
  params: ByName,
  body: z.object({
    binding: Binding,
    /** Version the author began from; 0 for the first. */
    basedOn: z.int().min(0),
    /** Why: kept with the version. */
    note: z.string().max(2000).default(''),
    by: z.string().min(1).max(120).default('operator'),
    /** Also for runs under way that have not called it yet. */
    forOpenRuns: z.boolean().default(false),
  }),
  ok: BindingView,
  problems: ['not-found', 'binding-invalid', 'binding-conflict'],
});

export const listShadows = endpoint({
  id: 'listShadows',
  method: 'get',
  path: '/capabilities/:name/shadows',
  tag: 'Capabilities',
  summary: 'List calls that a second flow answered too, newest first, with the fields about which the answers differ',
  params: ByName,
  query: z.object({
    state: ShadowState.optional(),
    /** Only those that differ about this field. */
    path: z.string().max(300).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  ok: z.object({ shadows: z.array(ShadowView) }),
  problems: ['not-found'],
});
