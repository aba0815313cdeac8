import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { RunStatus } from '../run/events.ts';
import { LaneReason } from '../run/lane.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();
const ByFlow = z.object({ flowId: FlowId });

/** The run of a lane that has its turn, or blocks it. */
export const LaneHolder = z.object({
  runId: z.string(),
  status: RunStatus,
  businessKey: z.string().optional(),
  /** The exception that a lane waits for. */
  exceptionId: z.string().optional(),
});
export type LaneHolder = z.infer<typeof LaneHolder>;

/** A key of a flow for which runs wait, or that a failed run blocks. */
export const LaneView = z.object({
  key: z.string(),
  /** `busy`: a run has its turn. `blocked`: one failed, and the others wait for a person. `held`: for a version that is missing. `paused`: for the flow. */
  state: z.enum(['busy', 'blocked', 'held', 'paused']),
  /** Runs that wait for their turn. */
  waiting: z.int(),
  /** Since when the first of them waits. */
  since: Instant.optional(),
  holder: LaneHolder.optional(),
  heldUntil: Instant.optional(),
});
export type LaneView = z.infer<typeof LaneView>;

/** Where one run stands in its lane. */
export const RunLane = z.object({
  key: z.string(),
  /** What people call the key, for example `order number`. */
  name: z.string().optional(),
  /**
   * `waiting`: for its turn. `turn`: it has it. `blocking`: it failed, and the lane waits for a person. `left`: it failed, and the lane
   * went on. `through`: it ended. `set-aside`: it ended without a turn.
   */
  state: z.enum(['waiting', 'turn', 'blocking', 'left', 'through', 'set-aside']),
  /** Runs that wait and go before it, and those that wait behind it. */
  ahead: z.int(),
  behind: z.int(),
  /** Whose turn it is while this one waits. */
  holder: LaneHolder.optional(),
  heldUntil: Instant.optional(),
  setAside: z.object({ reason: LaneReason, by: z.string().optional() }).optional(),
});
export type RunLane = z.infer<typeof RunLane>;

export const getLanes = endpoint({
  id: 'getLanes',
  method: 'get',
  path: '/flows/:flowId/lanes',
  tag: 'Flows',
  summary: 'List the keys of a flow that are blocked or for which runs wait: blocked ones first, then the busiest',
  params: ByFlow,
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
  ok: z.object({
    lanes: z.array(LaneView),
    /** Keys for which runs wait; those blocked, whether or not runs wait; runs that wait. */
    keys: z.int(),
    blocked: z.int(),
    waiting: z.int(),
  }),
  problems: ['not-found'],
});

export const moveLaneOn = endpoint({
  id: 'moveLaneOn',
  method: 'post',
  path: '/runs/:runId/move-on',
  tag: 'Runs',
  summary: 'Let the lane that a failed run blocks go on without it; its exception stays open',
  params: z.object({ runId: z.string() }),
  body: z.object({ by: z.string().min(1).max(120).default('operator') }),
  ok: z.object({ runId: z.string() }),
  problems: ['not-found', 'lane-not-blocked'],
});
