import type { Failure, RunEvent } from '@lockstep/schema/run';
import type { Command, Plan, RunState } from '../../engine/index.ts';
import type { Executor, LoadedFlow, StepJob, StepResponse, StepResult } from '../steps/index.ts';
import { failPoint } from './fail-point.ts';
import { inputOf, outputsBefore, type Resolve } from './messages.ts';
import type { HostLog } from './types.ts';

export type StepCommand = Extract<Command, { readonly type: 'step.run' }>;

/** What a finished attempt tells the run. */
export interface StepEnd {
  readonly event: Extract<RunEvent, { readonly type: 'step.succeeded' | 'step.failed' }>;
  readonly response?: StepResponse | undefined;
}

export interface Execution {
  readonly run: StepJob['run'];
  readonly loaded: LoadedFlow;
  /** The run when the step begins. */
  readonly state: RunState;
  readonly resolve: Resolve;
  readonly executor: Executor;
  readonly log: HostLog | undefined;
}

/** Runs one attempt to its end and makes it an event: time and chance come in here. Never rejects. */
export async function executeStep(command: StepCommand, execution: Execution): Promise<StepEnd> {
  const { node, attempt, outcomeUnknown, timeoutMs } = command;
  const { run, loaded, state, resolve, executor, log } = execution;
  const isEffect = loaded.plan.byId.get(node)?.effect !== 'none';
  if (isEffect) failPoint('effect.before');
  const begun = performance.now();
  let result: StepResult;
  try {
    const { input, outputs } = await messagesOf(loaded.plan, state, node, resolve);
    const now = Date.now();
    result = await executor.execute({ run, loaded, node, attempt, outcomeUnknown, timeoutMs, input, outputs, now });
  } catch (error) {
    log?.error({ err: error, runId: run.id, node }, 'A step could not be executed.');
    result = { ok: false, failure: defectOf(isEffect) };
  }
  if (isEffect) failPoint('effect.after');
  const at = Date.now();
  const durationMs = Math.round((performance.now() - begun) * 10) / 10;
  if (!result.ok) {
    const { failure } = result;
    return { event: { type: 'step.failed', at, node, attempt, failure, durationMs, jitter: Math.random() } };
  }
  const { port, output, note, response } = result;
  const event = { type: 'step.succeeded', at, node, attempt, port, output: { value: output }, durationMs } as const;
  return { event: note === undefined ? event : { ...event, note }, response };
}

async function messagesOf(plan: Plan, state: RunState, node: string, resolve: Resolve) {
  return {
    input: await inputOf(plan, state, node, resolve),
    outputs: await outputsBefore(plan, state, node, resolve),
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
