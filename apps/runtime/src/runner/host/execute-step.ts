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
import { type EarlierItems, inputHashOf, withKeyRun } from './earlier-items.ts';
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
  /** Of a replay: what earlier runs did for the items of its scopes. */
  readonly earlier: EarlierItems | undefined;
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
  const { effect, undoes, strategy } = loaded.plan.byId.get(node) ?? {};
  const isEffect = effect !== 'none';
  if (isEffect) failPoint(undoes === undefined ? 'effect.before' : 'undo.before');
  const begun = clock.monotonic();
  let result: StepResult;
  const told = () => {
    const durationMs = Math.round((clock.monotonic() - begun) * 10) / 10;
    return { at: clock.now(), node, ...(item !== '' && { item }), attempt, durationMs };
  };
  let inputHash: string | undefined;
  try {
    const messages = await messagesOf(loaded.plan, state, { node, item }, values);
    // What is safe is read again.
    if (effect === 'write' && strategy !== 'safe' && item !== '') inputHash = inputHashOf(messages.input);
    const { standing, keyRun } = (inputHash && (await execution.earlier?.look({ node, item }))) || {};
    const isUnsure = standing === 'unsure';
    if (standing && !isUnsure) {
      if (standing.inputHash !== undefined && standing.inputHash !== inputHash) throw new StepError(itemDiffers(item));
      const output = { value: await values.resolve(standing.output) };
      const kept = { runId: standing.runId, at: standing.at };
      return { event: { type: 'step.succeeded', ...told(), port: standing.port, output, inputHash, kept } };
    }
    // R10: a person who has it tried again wants it all the same.
    if (isUnsure && strategy === 'once' && attempt === 1) throw new StepError(leftUnsure());
    const keyRuns = withKeyRun(run.keyRuns, { node, item }, keyRun);
    const keyed = keyRuns === run.keyRuns || !keyRuns ? run : { ...run, keyRuns };
    const attempted = {
      node,
      item,
      attempt,
      outcomeUnknown: outcomeUnknown || isUnsure,
      timeoutMs,
      ...(pull && { pull }),
    };
    result = await executor.execute({ run: keyed, loaded, ...attempted, ...messages, now: clock.now(), stillOwned });
  } catch (error) {
    // What the items come from may be out of reach, or have changed.
    if (!(error instanceof StepError)) {
      log?.error({ err: error, runId: run.id, node, item }, 'A step could not be executed.');
    }
    result = { ok: false, failure: error instanceof StepError ? error.failure : defectOf(isEffect) };
  }
  if (isEffect) failPoint(undoes === undefined ? 'effect.after' : 'undo.after');
  const newId = () => clock.newId({ runId: run.id, what: `${node} ${item}`, nr: attempt });
  return endOf(result, told(), { random: clock.random, newId }, inputHash);
}

/** R27: what was done was done with something else. A mended item, or another one at its place: only a person can tell. */
function itemDiffers(item: string): Failure {
  const message = `An earlier run did this for item ${item} with another content. Was the item mended, or is it another one? Replay the run and ask for this step again, or mend the list so that what was done stands where it stood.`;
  return { kind: 'item', category: 'business', code: 'item-differs', message };
}

function leftUnsure(): Failure {
  const message =
    'It is not known whether the effect of this step happened: an earlier run of this message began it and did not learn how it ended.';
  return { kind: 'unknown', category: 'unknown', code: 'outcome-unknown', message, outcomeUnknown: true };
}

type Told = Pick<Extract<RunEvent, { type: 'step.failed' }>, 'at' | 'node' | 'item' | 'attempt' | 'durationMs'>;

type Chance = Pick<Clock, 'random' | 'newId'>;

function endOf(result: StepResult, told: Told, clock: Chance, inputHash: string | undefined): StepEnd {
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
  const worked = inputHash === undefined ? {} : { inputHash };
  return { event: { type: 'step.succeeded', ...told, port, output: { value: output }, ...note, ...worked }, response };
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
function parkOf({ on, deadline }: Parking, { newId }: Chance): Park {
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
