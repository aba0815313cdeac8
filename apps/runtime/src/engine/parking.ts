import type { RunEvent } from '@lockstep/schema/run';
import { promiseOf, type StepState } from './state.ts';

/** R13: the attempt ended by waiting. It is over, and the step is not: its promise, budget and doubts stay with it. */
export function parkStep(
  before: StepState | undefined,
  { attempt, park }: Extract<RunEvent, { type: 'step.parked' }>,
): StepState {
  const { deadline } = park;
  return {
    status: 'waiting',
    attempt,
    park,
    ...(deadline === undefined ? {} : { dueAt: deadline.at }),
    ...(before?.outcomeUnknown ? { outcomeUnknown: true } : {}),
    ...(before?.budgetFrom === undefined ? {} : { budgetFrom: before.budgetFrom }),
    ...promiseOf(before),
  };
}

/** R13: how a parked step goes on when its time has come; `undefined` for one that waits for its next attempt. */
export function releasedByTime(step: StepState | undefined): StepState | undefined {
  const deadline = step?.park?.deadline;
  if (!step || !deadline) return undefined;
  return { status: 'succeeded', attempt: step.attempt, port: deadline.port, output: deadline.output };
}
