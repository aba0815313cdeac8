import { isEnded, type RunEvent } from '@lockstep/schema/run';
import { frameAt, type Place, placesIn, stepAt } from './place.ts';
import type { NodeId, Plan } from './plan.ts';
import { isOpen, isUncaught, type RunState, type StepState, stepOf } from './state.ts';

/** R1 for the run, R2 for its steps: an event that comes twice, late or for something else is told by what it meets. */
export function isStale(plan: Plan, state: RunState, event: RunEvent): boolean {
  switch (event.type) {
    case 'run.started':
      return state.status !== 'queued';
    case 'run.migrated':
      return true; // R26
    case 'run.retried':
      return state.status !== 'exception' || !canGoOn(plan, state);
    case 'run.cancelled':
      return isEnded(state.status) || state.ending === 'cancelled';
    case 'run.filtered':
      return isEnded(state.status) || state.status === 'queued' || state.ending !== undefined;
    case 'run.expired':
      return isEnded(state.status) || state.ending !== undefined || state.deadlineAt === undefined;
    case 'sla.breached':
      return isEnded(state.status) || promised(plan, state, event) === undefined;
    case 'run.resumed':
      return isEnded(state.status) || state.status === 'queued';
    case 'step.failed':
      return !canFail(underWay(plan, state, event));
    case 'step.succeeded':
    case 'step.parked':
      return underWay(plan, state, event)?.status !== 'running';
    case 'step.released':
      return underWay(plan, state, event)?.park?.on === undefined;
    case 'scope.fed':
      return !isPulling(plan, state, event);
    case 'scope.judged':
      return !isJudging(plan, state, event);
    case 'timer.fired':
      return underWay(plan, state, event)?.dueAt === undefined;
    default:
      return event satisfies never;
  }
}

/** R11: there is something to try again, or something that the deadline, or a place not known, kept back. */
function canGoOn(plan: Plan, state: RunState): boolean {
  const keptBack = state.expired === true || state.unplaced !== undefined;
  return reopened(plan, state).length > 0 || (keptBack && !state.done);
}

type StepEvent = { readonly node: NodeId; readonly item?: string | undefined; readonly attempt: number };

/** The step an event is about, when it is the attempt the step is at. */
function underWay(plan: Plan, state: RunState, { node, item = '', attempt }: StepEvent): StepState | undefined {
  const step = plan.byId.has(node) ? stepAt(plan, state, { node, item }) : undefined;
  return step?.attempt === attempt ? step : undefined;
}

function isPulling(plan: Plan, state: RunState, event: StepEvent): boolean {
  const step = underWay(plan, state, event);
  return step?.status === 'running' && !step.scope?.gathering && plan.byId.get(event.node)?.rules !== undefined;
}

/** R22: also while the scope stops, since what is known is known. */
function isJudging(
  plan: Plan,
  state: RunState,
  { node, item = '', index }: { readonly node: NodeId; readonly item?: string | undefined; readonly index: number },
): boolean {
  const scope = frameAt(plan, state, { node, item });
  const step = scope && stepOf(scope.steps, node);
  return isOpen(step) && step?.scope?.items[index]?.judging === true;
}

/** R25: besides a running step, one that waits for the end of a run it called. */
function canFail(step: StepState | undefined): boolean {
  return step?.status === 'running' || step?.park?.on?.kind === 'call';
}

/** R16: when the run, or a stage of it that goes on, breaks its promise. */
function promised(
  plan: Plan,
  state: RunState,
  { node, item = '' }: { readonly node?: NodeId | undefined; readonly item?: string | undefined },
): number | undefined {
  if (node === undefined) return state.slaAt;
  const step = plan.byId.has(node) ? stepAt(plan, state, { node, item }) : undefined;
  return isOpen(step) ? step?.slaAt : undefined;
}

/** R11: the steps that a retry by hand opens again: once a run began to undo, failed undo steps alone. */
export function reopened(plan: Plan, state: RunState): readonly Place[] {
  return placesIn(plan, state).filter(({ node, step }) => {
    if (state.done && plan.byId.get(node)?.undoes === undefined) return false;
    return step.status === 'cancelled' || isUncaught(step);
  });
}
