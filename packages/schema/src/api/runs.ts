import { z } from 'zod';
import { Flow } from '../graph/flow.ts';
import { RunStatus, StepStatus, TriggerInfo } from '../run/events.ts';
import { Failure } from '../run/failure.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';
import { RunLane } from './lanes.ts';

const Instant = z.iso.datetime();
const ByRun = z.object({ runId: z.string() });

export const RunSummary = z.object({
  runId: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  /** Published version; absent for a test run of a draft. */
  version: z.int().optional(),
  test: z.boolean(),
  status: RunStatus,
  /** The order number, or what else the trigger names the message by. */
  businessKey: z.string().optional(),
  /** When it happened, by the clock of the system it comes from; absent where nobody said. */
  sourceAt: Instant.optional(),
  /** Why there is no such time although one was looked for. */
  sourceNote: z.string().optional(),
  /** When we heard of it, by the clock of the process that took it. */
  receivedAt: Instant.optional(),
  startedAt: Instant,
  endedAt: Instant.optional(),
  durationMs: z.number().optional(),
  /** Step that failed, with its reason, for `exception`. */
  failure: z.object({ node: z.string(), nodeName: z.string(), message: z.string() }).optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** The system a step waits for without having asked it: its connection is paused, or has no room. */
export const WaitingFor = z.object({
  connection: z.string(),
  name: z.string(),
  /** When it asks next. */
  until: Instant.optional(),
});
export type WaitingFor = z.infer<typeof WaitingFor>;

export const AttemptView = z.object({
  attempt: z.int(),
  status: z.enum(['running', 'succeeded', 'failed']),
  endedAt: Instant.optional(),
  durationMs: z.number().optional(),
  failure: Failure.optional(),
});
export type AttemptView = z.infer<typeof AttemptView>;

/** What a parked step waits for. */
export const ParkedView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('time') }),
  z.object({ kind: z.literal('event'), topic: z.string(), key: z.string() }),
  z.object({ kind: z.literal('callback') }),
  z.object({ kind: z.literal('call'), runId: z.string(), flowId: z.string(), version: z.int() }),
  z.object({
    kind: z.literal('approval'),
    approvalId: z.string(),
    title: z.string(),
    assignee: z.string().optional(),
  }),
]);
export type ParkedView = z.infer<typeof ParkedView>;

export const UndoView = z.object({
  /** The step that undoes it. */
  node: z.string(),
  /**
   * `undone`; `undoing` now; `left`: it stands, its undo failed or comes after one that did; `uncertain`: nobody knows whether
   * it happened, so nothing was undone.
   */
  status: z.enum(['undone', 'undoing', 'left', 'uncertain']),
});
export type UndoView = z.infer<typeof UndoView>;

/** A promise about time. */
export const SlaView = z.object({ slaMs: z.number(), breachedAt: Instant.optional() });
export type SlaView = z.infer<typeof SlaView>;

/** How far a scope has come: numbers, however many items there are. */
export const ScopeView = z.object({
  /** Items known so far; more may come while `more`. */
  items: z.int(),
  more: z.boolean(),
  /** Items that ended, and how many of these failed. */
  ended: z.int(),
  failed: z.int(),
  /** Items under way: their paths. */
  open: z.array(z.string()),
  /** Its condition ended it. */
  stopped: z.boolean(),
});
export type ScopeView = z.infer<typeof ScopeView>;

export const StepView = z.object({
  node: z.string(),
  name: z.string(),
  type: z.string(),
  status: StepStatus,
  port: z.string().optional(),
  attempts: z.array(AttemptView),
  startedAt: Instant.optional(),
  endedAt: Instant.optional(),
  durationMs: z.number().optional(),
  /** When the next attempt is due or the wait ends by itself, for `waiting`. */
  dueAt: Instant.optional(),
  waitingFor: WaitingFor.optional(),
  /** What a `waiting` step is parked for; absent between two attempts. */
  parked: ParkedView.optional(),
  /** What became of this step's effect when the run took back what it had done. */
  undo: UndoView.optional(),
  sla: SlaView.optional(),
  failure: Failure.optional(),
  /** Of a replay: an earlier run did it, then; this one did not do it again. */
  kept: z.object({ runId: z.string(), at: Instant.optional() }).optional(),
  /** Of a scope that has begun. */
  scope: ScopeView.optional(),
  /** Of a step in the body of a scope, where one item is told about: its path. */
  item: z.string().optional(),
});
export type StepView = z.infer<typeof StepView>;

/** The other run of a call, as the link to it needs it. */
const LinkedRun = z.object({
  runId: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  version: z.int().optional(),
  status: RunStatus,
});

/** A run that a step of this one called. */
export const CallView = LinkedRun.extend({
  /** The step here that called it, and for which item, in the body of a scope: its path. */
  node: z.string(),
  item: z.string().optional(),
  /** `wait`: the step ends with it; `start`: the step only began it. */
  mode: z.enum(['wait', 'start']),
  /** The capability that was called, and the version of the binding that chose the flow. */
  capability: z.string().optional(),
  binding: z.int().optional(),
});
export type CallView = z.infer<typeof CallView>;

/** A run whose step called this one. */
export const CallerView = LinkedRun.extend({
  /** The step there, and what the analyst calls it. */
  node: z.string(),
  nodeName: z.string(),
});
export type CallerView = z.infer<typeof CallerView>;

/** A person moved the run, while it waited, from one version of its flow to another. */
export const RunMove = z.object({ from: z.int(), to: z.int(), by: z.string(), at: Instant });
export type RunMove = z.infer<typeof RunMove>;

/** A run with the flow it travels, so that the canvas can draw it as it was. */
export const RunView = RunSummary.extend({
  trigger: TriggerInfo,
  /** How far its history had come: what is different by now is asked for with it. */
  stamp: z.string(),
  flow: Flow,
  steps: z.array(StepView),
  exceptionId: z.string().optional(),
  /** Moves to other versions, oldest first; absent for a run that stayed on its own. */
  moves: z.array(RunMove).optional(),
  /** The run it repeats, and steps that a person wanted done again although they were known done. */
  replay: z.object({ of: z.string(), repeat: z.array(z.string()), repeatBy: z.string().optional() }).optional(),
  /** The newest run that repeats it, which is what can be tried again. */
  replayedBy: z.string().optional(),
  /** Runs that its steps called, those outside of scopes first, 200 for items at most; absent when there are none. */
  calls: z.array(CallView).optional(),
  /** Runs that called it: the first, and repetitions of that one; absent for a run that nobody called. */
  calledBy: z.array(CallerView).optional(),
  /** Of its first step that waits for a system, while none runs. */
  waitingFor: WaitingFor.optional(),
  /** When the run winds down, while it goes on. */
  deadlineAt: Instant.optional(),
  sla: SlaView.optional(),
  /** Absent for a run that goes on its own. */
  lane: RunLane.optional(),
});
export type RunView = z.infer<typeof RunView>;

/** What is different about a run since a stamp: those of its steps that look otherwise, and its flow if that is another one now. */
export const RunChanges = RunView.partial({ flow: true });
export type RunChanges = z.infer<typeof RunChanges>;

/** What a message looked like before and after one step. `truncated` when above 256 KB: `value` is then the beginning as text. */
export const Shown = z.object({ value: Json, truncated: z.boolean(), bytes: z.int() });
export const StepData = z.object({
  node: z.string(),
  input: Shown.optional(),
  params: Json.optional(),
  output: Shown.optional(),
  key: z.string(),
});
export type StepData = z.infer<typeof StepData>;

/** Public answer at a run's status address. */
export const RunStatusView = z.object({
  runId: z.string(),
  flow: z.string(),
  version: z.int().nullable(),
  status: RunStatus,
  /** HTTP status the flow answered its caller with, once it has; the same message sent again under its key gets the whole answer. */
  answered: z.int().optional(),
  /** Systems that are away or at their limit: the message is accepted, and goes on by itself when they let it. */
  waitingFor: z.array(z.string()).min(1).optional(),
  steps: z.array(
    z.object({
      node: z.string(),
      name: z.string(),
      status: StepStatus,
      attempts: z.int(),
    }),
  ),
});
export type RunStatusView = z.infer<typeof RunStatusView>;

const Page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.string().optional(),
};

export const listRuns = endpoint({
  id: 'listRuns',
  method: 'get',
  path: '/runs',
  tag: 'Runs',
  summary: 'List runs, newest first, by when we heard of them or by when they happened',
  query: z.object({
    ...Page,
    flow: z.string().optional(),
    status: RunStatus.optional(),
    search: z
      .string()
      .optional()
      .describe(
        'Run id or business key, whole or its beginning; or name:value with a search field, the whole value or its beginning and *.',
      ),
    test: z.enum(['true', 'false']).optional(),
    sort: z
      .enum(['received', 'source'])
      .default('received')
      .describe(
        'Newest first by when we heard of it, or by when it happened; then only runs whose source told a time.',
      ),
    sourceFrom: Instant.optional().describe('Only what happened then or later.'),
    sourceUntil: Instant.optional().describe('Only what happened before.'),
  }),
  ok: z.object({ runs: z.array(RunSummary), next: z.string().optional() }),
  problems: [],
});

export const getRun = endpoint({
  id: 'getRun',
  method: 'get',
  path: '/runs/:runId',
  tag: 'Runs',
  summary: 'Read a run with its steps and attempts',
  params: ByRun,
  ok: RunView,
  problems: ['not-found'],
});

export const getRunChanges = endpoint({
  id: 'getRunChanges',
  method: 'get',
  path: '/runs/:runId/changes',
  tag: 'Runs',
  summary: 'Read what is different about a run since it was read',
  params: ByRun,
  query: z.object({
    since: z.string().max(200).describe('`stamp` of the run as it was read. An unknown one tells everything.'),
  }),
  ok: RunChanges,
  problems: ['not-found'],
});

export const getStepData = endpoint({
  id: 'getStepData',
  method: 'get',
  path: '/runs/:runId/steps/:node',
  tag: 'Runs',
  summary: 'Read what went into a step and what came out',
  params: z.object({ runId: z.string(), node: z.string() }),
  query: z.object({
    item: z.string().max(200).optional().describe('Path of the item, for a step in the body of a scope.'),
  }),
  ok: StepData,
  problems: ['not-found'],
});

export const cancelRun = endpoint({
  id: 'cancelRun',
  method: 'post',
  path: '/runs/:runId/cancel',
  tag: 'Runs',
  summary: 'Cancel a run: effects under way settle, nothing new begins',
  params: ByRun,
  body: z.object({ by: z.string().max(120).default('operator') }),
  ok: z.object({ runId: z.string(), status: RunStatus }),
  problems: ['not-found', 'run-ended'],
});
