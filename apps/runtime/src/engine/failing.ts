import { ERROR_PORT } from '@lockstep/schema/graph';
import type { Failure, RunEvent } from '@lockstep/schema/run';
import type { PlanNode } from './plan.ts';
import { isUncounted, retryDelayMs, uncountedDelayMs } from './retry-delay.ts';
import { promiseOf, type StepState } from './state.ts';

type FailedEvent = Extract<RunEvent, { type: 'step.failed' }>;

/**
 * Where a running step stands after a failed attempt: waiting for the next one (R7), dropped because the run winds down
 * (R9), or failed, with the error port live when it is drawn (R8).
 */
export function failStep(node: PlanNode, before: StepState, event: FailedEvent, windingDown: boolean): StepState {
  const { attempt, at, jitter } = event;
  const budgetFrom = isUncounted(event.failure) ? (before.budgetFrom ?? 1) + 1 : before.budgetFrom;
  const lost = isOnce(node) && event.failure.outcomeUnknown === true;
  const failure = lost ? outcomeLost(event.failure.message) : event.failure;
  const kept = {
    attempt,
    failure,
    ...(before.outcomeUnknown || event.failure.outcomeUnknown ? { outcomeUnknown: true as const } : {}),
    ...(budgetFrom === undefined ? {} : { budgetFrom }),
    ...promiseOf(before),
  };
  const delay = isUncounted(failure)
    ? uncountedDelayMs(failure, node.retry)
    : retryDelayMs(failure, attempt - (before.budgetFrom ?? 1) + 1, node.retry, jitter);
  if (delay !== undefined) {
    return windingDown ? { ...kept, status: 'cancelled' } : { ...kept, status: 'waiting', dueAt: at + delay };
  }
  return { ...kept, status: 'failed', ...(node.hasErrorEdge ? { port: ERROR_PORT } : {}) };
}

/** True for effects that must never be repeated on an unknown outcome. */
export function isOnce({ effect, strategy }: PlanNode): boolean {
  return effect === 'write' && strategy === 'once';
}

/** R10: the failure of a `once` effect that may have happened. Only a person can tell. */
export function outcomeLost(reason: string): Failure {
  return {
    kind: 'unknown',
    category: 'unknown',
    code: 'outcome-unknown',
    message: `It is not known whether the effect of this step happened. ${reason}`,
    outcomeUnknown: true,
  };
}
