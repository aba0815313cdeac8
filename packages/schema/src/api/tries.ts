import { z } from 'zod';
import { Flow, FlowId } from '../graph/flow.ts';
import { NodeId } from '../graph/ids.ts';
import { Failure } from '../run/failure.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';
import { Shown } from './runs.ts';

/** How much of the flow is tried: the step alone, everything up to it, or it and everything behind it. */
export const TryReach = z.enum(['step', 'to-here', 'from-here']);
export type TryReach = z.infer<typeof TryReach>;

/** What it is tried with. */
export const TrySource = z.discriminatedUnion('kind', [
  /** What went through the steps in a run. */
  z.object({
    kind: z.literal('run'),
    runId: z.string(),
    /** Item of the scopes around the step; the first one when absent. */
    item: z.string().max(200).optional(),
  }),
  /** What the step receives, and what the steps before it gave, by id. */
  z.object({ kind: z.literal('data'), input: Json, steps: z.record(z.string(), Json).optional() }),
  /** A message at a start; the first one when absent. Only `to-here`. */
  z.object({ kind: z.literal('message'), message: Json, node: NodeId.optional() }),
]);
export type TrySource = z.infer<typeof TrySource>;

/**
 * What became of a step that was tried. `sent`: it changed another system, as it was asked to; `mocked`, `pinned`: the mock of the step or
 * the pinned sample answered; `not-sent`: it would have changed another system, was not asked to, and passed its input on.
 */
export const TriedHow = z.enum(['computed', 'read', 'sent', 'mocked', 'pinned', 'not-sent']);
export type TriedHow = z.infer<typeof TriedHow>;

export const TriedStep = z.object({
  node: z.string(),
  /** Item of the scopes around it; absent outside of scopes. */
  item: z.string().optional(),
  how: TriedHow,
  status: z.enum(['succeeded', 'failed', 'waiting']),
  port: z.string().optional(),
  input: Shown,
  /** Resolved settings, secrets masked, of a step that computes some. */
  params: Json.optional(),
  output: Shown.optional(),
  failure: Failure.optional(),
  durationMs: z.number(),
});
export type TriedStep = z.infer<typeof TriedStep>;

export const tryFlow = endpoint({
  id: 'tryFlow',
  method: 'post',
  path: '/flows/:flowId/tries',
  tag: 'Flows',
  summary:
    'Try a step of a draft, the way to it or the way on, with data of a run or of your own. Nothing is stored; systems are read, and changed only by steps named in `real`',
  params: z.object({ flowId: FlowId }),
  body: z.object({
    flow: Flow,
    node: NodeId,
    reach: TryReach,
    source: TrySource,
    /** Steps that may change their system for real. */
    real: z.array(NodeId).max(200).default([]),
  }),
  ok: z.object({
    /** In the order in which they ended, 200 at most; a step of a scope once for each item. */
    steps: z.array(TriedStep),
    /** More steps ran than are told. */
    more: z.boolean(),
    status: z.enum(['done', 'failed', 'waiting']),
    durationMs: z.number(),
  }),
  problems: ['flow-invalid', 'not-found', 'overloaded'],
});
