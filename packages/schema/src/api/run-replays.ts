import { z } from 'zod';
import { EffectStrategy } from '../graph/flow.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';
import { MessageChange } from './exception-work.ts';

const Instant = z.iso.datetime();
const ByRun = z.object({ runId: z.string() });
const ById = z.object({ id: z.string() });
const By = z.string().min(1).max(120).default('operator');

/** What becomes of one effect when its run is tried again or replayed. */
export const PlannedEffect = z.object({
  node: z.string(),
  name: z.string(),
  /**
   * `kept`: known done, and not done again; `repeated`: done again because it was asked for; `anew`: it never happened; `looked-up`:
   * nobody knows, so it is looked up or sent under the same key; `undecided`: nobody knows and it cannot be found out, so the run stops
   * there; `items`: in a scope, where each item is looked up when the run comes to it.
   */
  does: z.enum(['kept', 'repeated', 'anew', 'looked-up', 'undecided', 'items']),
  strategy: EffectStrategy.optional(),
  /** It lies before the start: there is nothing to choose. */
  before: z.boolean(),
  /** Idempotency key; absent where it gets a new one. */
  key: z.string().optional(),
  /** The run that did it, and when, as far as that is known. */
  done: z.object({ runId: z.string(), at: Instant.optional() }).optional(),
});
export type PlannedEffect = z.infer<typeof PlannedEffect>;

/** What a replay would do now. Steps without an effect are computed or read again, and left out. */
export const ReplayPlan = z.object({
  /** The run that would be repeated. */
  runId: z.string(),
  /** Published version it would run on. */
  version: z.int().optional(),
  from: z.array(z.string()),
  /** The open exception that would be settled by its end. */
  exceptionId: z.string().optional(),
  effects: z.array(PlannedEffect),
});
export type ReplayPlan = z.infer<typeof ReplayPlan>;

const Start = {
  from: z.string().optional().describe('Step to begin at; the trigger when absent.'),
  version: z.int().optional().describe('Published version to run on; the same as before when absent.'),
  repeat: z
    .union([z.literal('all'), z.array(z.string()).max(500)])
    .default([])
    .describe('Effects to do again although they are known done, by step; each has a new idempotency key.'),
};

const PROBLEMS = ['not-found', 'run-not-ended', 'replay-busy', 'request-invalid'] as const;

export const planRunReplay = endpoint({
  id: 'planRunReplay',
  method: 'post',
  path: '/runs/:runId/replay/plan',
  tag: 'Runs',
  summary: 'Tell what a replay would do: which effects are kept, done, looked up, or need a decision',
  params: ByRun,
  body: z.object(Start),
  ok: ReplayPlan,
  problems: [...PROBLEMS],
});

export const replayRun = endpoint({
  id: 'replayRun',
  method: 'post',
  path: '/runs/:runId/replay',
  tag: 'Runs',
  summary: 'Start a new run from a step of an ended one; what is known to have been done is not done again',
  params: ByRun,
  body: z.object({ ...Start, by: By }),
  ok: z.object({ runId: z.string() }),
  status: 202,
  problems: [...PROBLEMS, 'quota-exceeded', 'overloaded'],
});

export const planExceptionReplay = endpoint({
  id: 'planExceptionReplay',
  method: 'post',
  path: '/exceptions/:id/replay/plan',
  tag: 'Exceptions',
  summary: 'Tell what a replay of the failed run would do',
  params: ById,
  body: z.object(Start),
  ok: ReplayPlan,
  problems: [...PROBLEMS, 'exception-settled'],
});

export const replayException = endpoint({
  id: 'replayException',
  method: 'post',
  path: '/exceptions/:id/replay',
  tag: 'Exceptions',
  summary:
    'Replay the failed run, with its message mended where one is given; the end of the new run settles the exception',
  params: ById,
  body: z.object({
    ...Start,
    by: By,
    reason: z.string().trim().max(2000).default('').describe('Required, 3 characters, with a message.'),
    message: Json.optional().describe('The mended message; from the trigger only.'),
  }),
  ok: z.object({ id: z.string(), runId: z.string(), changes: z.array(MessageChange) }),
  status: 202,
  problems: [...PROBLEMS, 'exception-settled', 'quota-exceeded', 'overloaded'],
});

export const planExceptionRetry = endpoint({
  id: 'planExceptionRetry',
  method: 'get',
  path: '/exceptions/:id/retry/plan',
  tag: 'Exceptions',
  summary: 'Tell what trying the failed steps again would do',
  params: ById,
  ok: z.object({ effects: z.array(PlannedEffect) }),
  problems: ['not-found', 'exception-settled', 'run-undone'],
});
