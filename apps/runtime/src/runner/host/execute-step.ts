import { type Parking, StepError } from '@lockstep/schema/node';
import type { Failure, Json, Park, RunEvent } from '@lockstep/schema/run';
import type { Command, Place, Plan, RunState } from '../../engine/index.ts';
import { failPoint } from '../../fail-points/index.ts';
import type { Journal } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import {
  type Executor,
  type LoadedFlow,
  OWNERSHIP_LOST,
  type StepJob,
  type StepResponse,
  type StepResult,
} from '../steps/index.ts';
import { inputOf, outputsBefore, type Values } from './messages.ts';
import type { HostLog } from './types.ts';

export type StepCommand = Extract<Command, { readonly type: 'step.run' }>;

/** What a finished attempt tells the run. */
export interface StepEnd {
  readonly event: Extract<
    RunEvent,
    { readonly type: 'step.succeeded' | 'step.failed' | 'step.parked' | 'scope.fed' | 'scope.judged' }
  >;
  readonly response?: StepResponse | undefined;
  /** What a pull gave. */
  readonly items?: readonly Json[] | undefined;
}

export interface Execution {
  readonly run: StepJob['run'];
  readonly loaded: LoadedFlow;
  /** The run when the step begins. */
  readonly state: RunState;
  readonly values: Values;
  readonly executor: Executor;
  readonly journal: Pick<Journal, 'gather'>;
  readonly stillOwned: () => boolean;
  /** False when the run is gone: nobody waits for the answer. */
  readonly isWanted: () => boolean;
  readonly clock: Clock;
  readonly log: HostLog | undefined;
}

/** Runs one attempt to its end and makes it an event: time and chance come in here. Never rejects. */
export async function executeStep(command: StepCommand, execution: Execution): Promise<StepEnd> {
  const { node, item = '', attempt, outcomeUnknown, timeoutMs, pull } = command;
  const { run, loaded, state, values, executor, stillOwned, clock, log } = execution;
  const { effect, undoes } = loaded.plan.byId.get(node) ?? {};
  const isEffect = effect !== 'none';
  if (isEffect) failPoint(undoes === undefined ? 'effect.before' : 'undo.before');
  const begun = clock.monotonic();
  let result: StepResult;
  try {
    const messages = await messagesOf(loaded.plan, state, { node, item }, values);
    const attempted = { node, item, attempt, outcomeUnknown, timeoutMs, ...(pull && { pull }) };
    result = await executor.execute({ run, loaded, ...attempted, ...messages, now: clock.now(), stillOwned });
  } catch (error) {
    // What the items come from may be out of reach, or have changed.
    if (!(error instanceof StepError)) {
      log?.error({ err: error, runId: run.id, node, item }, 'A step could not be executed.');
    }
    result = { ok: false, failure: error instanceof StepError ? error.failure : defectOf(isEffect) };
  }
  if (isEffect) failPoint(undoes === undefined ? 'effect.after' : 'undo.after');
  const durationMs = Math.round((clock.monotonic() - begun) * 10) / 10;
  return endOf(result, { at: clock.now(), node, ...(item !== '' && { item }), attempt, durationMs }, clock);
}

type Told = Pick<Extract<RunEvent, { type: 'step.failed' }>, 'at' | 'node' | 'item' | 'attempt' | 'durationMs'>;

function endOf(result: StepResult, told: Told, clock: Clock): StepEnd {
  if (!result.ok) {
    return { event: { type: 'step.failed', ...told, failure: result.failure, jitter: clock.random() } };
  }
  const note = result.note === undefined ? {} : { note: result.note };
  if ('park' in result) {
    return { event: { type: 'step.parked', ...told, park: parkOf(result.park, clock), ...note } };
  }
  if ('feed' in result) {
    const { items, next, repeatable } = result.feed;
    const page = repeatable || items.length === 0 ? {} : { page: { value: items } };
    const goOn = next === undefined ? {} : { next };
    return { event: { type: 'scope.fed', ...told, count: items.length, ...goOn, ...page, ...note }, items };
  }
  const { port, output, response } = result;
  return { event: { type: 'step.succeeded', ...told, port, output: { value: output }, ...note }, response };
}

/** True for an attempt that was stopped before it changed anything, because the lease had become doubtful. */
export function neverBegan({ event }: StepEnd): boolean {
  return event.type === 'step.failed' && event.failure.code === OWNERSHIP_LOST && !event.failure.outcomeUnknown;
}

/** What the step at `place` works on, and what it may read. */
export async function messagesOf(plan: Plan, state: RunState, place: Place, values: Values) {
  return {
    input: await inputOf(plan, state, place, values),
    outputs: await outputsBefore(plan, state, place, values),
  };
}

/** What a node waits for as the history keeps it. An approval is drawn its id here: chance stays out of the engine. */
function parkOf({ on, deadline }: Parking, { newId }: Clock): Park {
  return {
    ...(on && { on: on.kind === 'approval' ? { ...on, approvalId: newId() } : on }),
    ...(deadline && { deadline: { at: deadline.at, port: deadline.port, output: { value: deadline.value } } }),
  };
}

/** Ours, whatever it was: the executor promises never to reject, and to give JSON. */
export function defectOf(isEffect: boolean): Failure {
  return {
    kind: 'defect',
    category: 'system',
    code: 'step-not-executed',
    message: 'The step could not be executed. The log of the runtime says why.',
    ...(isEffect && { outcomeUnknown: true }),
  };
}
