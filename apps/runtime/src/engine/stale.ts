import { isEnded, type RunEvent } from '@lockstep/schema/run';
import type { NodeId, Plan, PlanNode } from './plan.ts';
import { type RunState, type StepState, stepOf } from './state.ts';

/** R1 for the run, R2 for its steps: an event that comes twice, late or for something else is told by what it meets. */
export function isStale(plan: Plan, state: RunState, event: RunEvent): boolean {
  switch (event.type) {
    case 'run.started':
      return state.status !== 'queued';
    case 'run.retried':
      return state.status !== 'exception' || !canGoOn(plan, state);
    case 'run.cancelled':
      return isEnded(state.status) || state.ending === 'cancelled';
    case 'run.filtered':
      return isEnded(state.status) || state.status === 'queued' || state.ending !== undefined;
    case 'run.expired':
      return isEnded(state.status) || state.ending !== undefined || state.deadlineAt === undefined;
    case 'sla.breached':
      return isEnded(state.status) || promised(state, event.node) === undefined;
    case 'run.resumed':
      return isEnded(state.status) || state.status === 'queued';
    case 'step.succeeded':
    case 'step.failed':
    case 'step.parked':
      return underWay(plan, state, event)?.status !== 'running';
    case 'step.released':
      return underWay(plan, state, event)?.park?.on === undefined;
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

/** The step an event is about, when it is the attempt the step is at. */
function underWay(
  plan: Plan,
  { steps }: RunState,
  { node, attempt }: { readonly node: NodeId; readonly attempt: number },
): StepState | undefined {
  const step = plan.byId.has(node) ? stepOf(steps, node) : undefined;
  return step?.attempt === attempt ? step : undefined;
}

/** R16: when the run, or a stage of it that goes on, breaks its promise. */
function promised({ steps, slaAt }: RunState, node: NodeId | undefined): number | undefined {
  if (node === undefined) return slaAt;
  const step = stepOf(steps, node);
  return step?.status === 'running' || step?.status === 'waiting' ? step.slaAt : undefined;
}

/** R11: the steps that a retry by hand opens again: once a run began to undo, failed undo steps alone. */
export function reopened(plan: Plan, { steps, done }: RunState): readonly PlanNode[] {
  return plan.nodes.filter(({ id, undoes }) => {
    const step = stepOf(steps, id);
    if (done && undoes === undefined) return false;
    return step?.status === 'cancelled' || (step?.status === 'failed' && step.port === undefined);
  });
}
