import type { Parking } from '@lockstep/schema/node';
import type { Failure, Park, RunEvent } from '@lockstep/schema/run';
import type { Command, Plan, RunState } from '../../engine/index.ts';
import { failPoint } from '../../fail-points/index.ts';
import type { Clock } from '../clock.ts';
import {
  type Executor,
  type LoadedFlow,
  OWNERSHIP_LOST,
  type StepJob,
  type StepResponse,
  type StepResult,
} from '../steps/index.ts';
import { inputOf, outputsBefore, type Resolve } from './messages.ts';
import type { HostLog } from './types.ts';

export type StepCommand = Extract<Command, { readonly type: 'step.run' }>;

/** What a finished attempt tells the run. */
export interface StepEnd {
  readonly event: Extract<RunEvent, { readonly type: 'step.succeeded' | 'step.failed' | 'step.parked' }>;
  readonly response?: StepResponse | undefined;
}

export interface Execution {
  readonly run: StepJob['run'];
  readonly loaded: LoadedFlow;
  /** The run when the step begins. */
  readonly state: RunState;
  readonly resolve: Resolve;
  readonly executor: Executor;
  readonly stillOwned: () => boolean;
  readonly clock: Clock;
  readonly log: HostLog | undefined;
}

/** Runs one attempt to its end and makes it an event: time and chance come in here. Never rejects. */
export async function executeStep(command: StepCommand, execution: Execution): Promise<StepEnd> {
  const { node, attempt, outcomeUnknown, timeoutMs } = command;
  const { run, loaded, state, resolve, executor, stillOwned, clock, log } = execution;
  const { effect, undoes } = loaded.plan.byId.get(node) ?? {};
  const isEffect = effect !== 'none';
  if (isEffect) failPoint(undoes === undefined ? 'effect.before' : 'undo.before');
  const begun = clock.monotonic();
  let result: StepResult;
  try {
    const { input, outputs } = await messagesOf(loaded.plan, state, node, resolve);
    const now = clock.now();
    const job = { run, loaded, node, attempt, outcomeUnknown, timeoutMs, input, outputs, now, stillOwned };
    result = await executor.execute(job);
  } catch (error) {
    log?.error({ err: error, runId: run.id, node }, 'A step could not be executed.');
    result = { ok: false, failure: defectOf(isEffect) };
  }
  if (isEffect) failPoint(undoes === undefined ? 'effect.after' : 'undo.after');
  const at = clock.now();
  const durationMs = Math.round((clock.monotonic() - begun) * 10) / 10;
  if (!result.ok) {
    const { failure } = result;
    return { event: { type: 'step.failed', at, node, attempt, failure, durationMs, jitter: clock.random() } };
  }
  if ('park' in result) {
    const { note } = result;
    const event = { type: 'step.parked', at, node, attempt, park: parkOf(result.park, clock), durationMs } as const;
    return { event: note === undefined ? event : { ...event, note } };
  }
  const { port, output, note, response } = result;
  const event = { type: 'step.succeeded', at, node, attempt, port, output: { value: output }, durationMs } as const;
  return { event: note === undefined ? event : { ...event, note }, response };
}

/** True for an attempt that was stopped before it changed anything, because the lease had become doubtful. */
export function neverBegan({ event }: StepEnd): boolean {
  return event.type === 'step.failed' && event.failure.code === OWNERSHIP_LOST && !event.failure.outcomeUnknown;
}

async function messagesOf(plan: Plan, state: RunState, node: string, resolve: Resolve) {
  return {
    input: await inputOf(plan, state, node, resolve),
    outputs: await outputsBefore(plan, state, node, resolve),
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
