import { z } from 'zod';
import { Failure } from './failure.ts';
import { Json } from './json.ts';
import { LaneReason } from './lane.ts';
import { Park, ReleaseCause } from './park.ts';
import { Payload } from './payload.ts';
import { SourceTime } from './source-time.ts';

/** Epoch milliseconds. */
const At = z.number();

/**
 * Where a step stands in the scopes around it: the index of the item in each, the outermost first: `3`, or `3.0` in a scope
 * within a scope. Absent or empty for steps outside of scopes.
 */
export const ItemPath = z
  .string()
  .regex(/^(\d+(\.\d+)*)?$/)
  .optional();

/** The step of another run that called this one. */
export const CalledBy = z.object({
  runId: z.string(),
  flowId: z.string(),
  node: z.string(),
  /** How many calls lie above this run: 1 for a run called by one that was not called. */
  depth: z.int(),
});
export type CalledBy = z.infer<typeof CalledBy>;

/** How a message came in: what a webhook knows besides the body, or who pressed the button. */
export const TriggerInfo = z.object({
  kind: z.enum(['webhook', 'manual', 'replay', 'schedule', 'event', 'call', 'file', 'message']),
  receivedAt: At,
  /** When it happened where it comes from; absent where nobody says. */
  source: SourceTime.optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  /** Lower-case names; values of secret headers are left out. */
  headers: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.string()).optional(),
  /** W3C trace context of the caller. */
  traceparent: z.string().optional(),
  /** Person or process that started the run by hand. */
  by: z.string().optional(),
  /** The channel whose key came with the message. */
  channel: z.string().optional(),
  /** Of a called run; kept by its replays. */
  call: CalledBy.optional(),
  /** Of a run that goes beside the one that serves a call, for comparison: the run that called, and the one that serves. */
  shadow: z.object({ runId: z.string(), liveRunId: z.string(), capability: z.string() }).optional(),
  /** The event that began the run; the last of `count` that were gathered. */
  event: z
    .object({ topic: z.string(), offset: z.int(), key: z.string(), eventId: z.string(), count: z.int().optional() })
    .optional(),
  /** The change of variables that was the last one when the run began: those values it keeps. */
  vars: z.int().optional(),
  /** The replay of a topic that began it. */
  replayId: z.string().optional(),
});
export type TriggerInfo = z.infer<typeof TriggerInfo>;

const StartedEvent = z.object({
  type: z.literal('run.started'),
  at: At,
  /** Trigger node that received the message. */
  node: z.string(),
  output: Payload,
  /** Replay: steps that count as done already, with what they gave. */
  seed: z.array(z.object({ node: z.string(), port: z.string(), output: Payload })).optional(),
  /** Replay: steps whose idempotency keys carry another run than the rest, because their earlier effect was undone. */
  keyRuns: z.record(z.string(), z.string()).optional(),
  /**
   * Replay: effects that an earlier run did under the same keys, with what they gave, when, and in which run. They are not done
   * again (R27).
   */
  kept: z
    .array(z.object({ node: z.string(), port: z.string(), output: Payload, at: At.optional(), runId: z.string() }))
    .optional(),
  /** Replay: effects, `node` or `node@item`, of which nobody knows whether an earlier run did them (R27). */
  unsure: z.array(z.string()).optional(),
  /** Replay: earlier runs under the same keys, the oldest first: where it is looked up what their items did (R27). */
  earlier: z.array(z.string()).optional(),
  /** Replay: steps that a person wants done again although they are known done, and who that was (R27). */
  repeat: z.object({ by: z.string(), steps: z.array(z.string()) }).optional(),
  /** Replay: the exception that is settled by the end of this run. */
  exceptionId: z.string().optional(),
  /** Why it cannot be told where the message belongs in its lane; the run ends at once as an exception. */
  unplaced: z.string().optional(),
});

/**
 * Everything that can happen to a run. Time and chance arrive here, so folding the same events always gives the same
 * state. `attempt` counts from 1 for each step.
 */
export const RunEvent = z.discriminatedUnion('type', [
  StartedEvent,
  z.object({
    type: z.literal('step.succeeded'),
    at: At,
    node: z.string(),
    item: ItemPath,
    attempt: z.int(),
    port: z.string(),
    output: Payload,
    durationMs: z.number(),
    /** What the step worked on, when it cannot be derived: resolved parameters, for the run view. */
    note: Json.optional(),
    /** What an effect of an item worked on, as a hash: a replay keeps what it did only for the same (R27). */
    inputHash: z.string().optional(),
    /** Nothing was done: an earlier run had done it, then (R27). */
    kept: z.object({ runId: z.string(), at: At }).optional(),
  }),
  z.object({
    type: z.literal('step.failed'),
    at: At,
    node: z.string(),
    item: ItemPath,
    attempt: z.int(),
    failure: Failure,
    durationMs: z.number(),
    /** Drawn once by the host, 0 <= jitter < 1; spreads the back-off. */
    jitter: z.number(),
  }),
  z.object({
    type: z.literal('timer.fired'),
    at: At,
    node: z.string(),
    item: ItemPath,
    attempt: z.int(),
  }),
  /** The attempt ended by waiting: for an event, a callback, a person's answer, or a moment. */
  z.object({
    type: z.literal('step.parked'),
    at: At,
    node: z.string(),
    item: ItemPath,
    attempt: z.int(),
    park: Park,
    durationMs: z.number(),
    /** Resolved parameters, as for `step.succeeded`. */
    note: Json.optional(),
  }),
  /** What a parked step waited for came in. */
  z.object({
    type: z.literal('step.released'),
    at: At,
    node: z.string(),
    item: ItemPath,
    attempt: z.int(),
    port: z.string(),
    output: Payload,
    cause: ReleaseCause,
  }),
  /** A pull of a scope answered: so many items more, and how to go on from there. */
  z.object({
    type: z.literal('scope.fed'),
    at: At,
    node: z.string(),
    item: ItemPath,
    attempt: z.int(),
    count: z.int().min(0),
    /** Where the next pull begins; absent: nothing more comes. */
    next: Json.optional(),
    /** The items, as a list, where asking again could give others. Absent: asked again from the same place. */
    page: Payload.optional(),
    durationMs: z.number(),
    /** Resolved parameters, as for `step.succeeded`. */
    note: Json.optional(),
  }),
  /** A scope looked at what its item `index` gave. */
  z.object({
    type: z.literal('scope.judged'),
    at: At,
    node: z.string(),
    item: ItemPath,
    index: z.int().min(0),
    /** True: no further item begins. */
    stop: z.boolean(),
    /** The condition could not be computed. */
    failure: Failure.optional(),
  }),
  /** The run's own deadline (`settings.deadlineMs`) has come. */
  z.object({ type: z.literal('run.expired'), at: At }),
  /** A step, or without `node` the run, took longer than promised. It goes on all the same. */
  z.object({ type: z.literal('sla.breached'), at: At, node: z.string().optional(), item: ItemPath }),
  /** Another worker took over: every step that was under way has an unknown outcome. */
  z.object({ type: z.literal('run.resumed'), at: At }),
  /** A person tries the failed steps of an ended run again, on the same version. */
  z.object({ type: z.literal('run.retried'), at: At, by: z.string() }),
  /** A person moved the run to another version: its history is told by that version's drawing, from the beginning. */
  z.object({ type: z.literal('run.migrated'), at: At, from: z.int(), to: z.int(), by: z.string() }),
  /** `idle`: nothing was under way, so what was commanded and has not begun never does. */
  z.object({ type: z.literal('run.cancelled'), at: At, by: z.string(), idle: z.literal(true).optional() }),
  /** The run was set aside in its lane before its turn came: it has nothing to do any more. */
  z.object({
    type: z.literal('run.filtered'),
    at: At,
    reason: LaneReason,
    /** The run because of which. */
    by: z.string().optional(),
  }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** Where a run stands. `queued`: accepted, not yet begun. `waiting`: nothing under way; a timer is set, or a step is parked. */
export const RunStatus = z.enum(['queued', 'running', 'waiting', 'done', 'exception', 'cancelled']);
export type RunStatus = z.infer<typeof RunStatus>;

export const StepStatus = z.enum(['pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled']);
export type StepStatus = z.infer<typeof StepStatus>;

/** True when no further event but `run.retried` can change the run. */
export function isEnded(status: RunStatus): boolean {
  return status === 'done' || status === 'exception' || status === 'cancelled';
}
