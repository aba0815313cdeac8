import type { NodeId, Plan, PlanNode } from './plan.ts';
import { type RunState, type StepState, stepOf } from './state.ts';

/**
 * R9: a run that winds down begins no further attempt and waits for nobody; the failure of the last attempt stays readable.
 * Undo steps are what is still to be done, so theirs are kept.
 */
export function dropTimers(plan: Plan, steps: Record<NodeId, StepState>): void {
  for (const [id, step] of Object.entries(steps)) {
    if (step.status !== 'waiting' || plan.byId.get(id)?.undoes !== undefined) continue;
    const { dueAt: _, park: __, ...rest } = step;
    steps[id] = { ...rest, status: 'cancelled' };
  }
}

/**
 * R9, L1: what was commanded and never begun is dropped, as is what waits; the host says that nothing is under way. Undo steps
 * are kept, as above.
 */
export function giveUp(plan: Plan, before: RunState['steps']): RunState['steps'] {
  const steps: Record<NodeId, StepState> = { ...before };
  for (const [id, step] of Object.entries(before)) {
    if (step.status === 'running' && plan.byId.get(id)?.undoes === undefined)
      steps[id] = { ...step, status: 'cancelled' };
  }
  dropTimers(plan, steps);
  return steps;
}

/**
 * R14: the undo step to begin now: that of the newest effect not yet undone, once nothing else is under way. None after
 * an undo step that failed: what came before it must not be taken back while it stands.
 */
export function nextUndo(plan: Plan, steps: RunState['steps'], done: RunState['done'] = []): PlanNode | undefined {
  if (done.length === 0 || hasFailedUndo(plan, steps, done)) return undefined;
  if (Object.values(steps).some(({ status }) => status === 'running' || status === 'waiting')) return undefined;
  for (const id of done.toReversed()) {
    const undo = undoOf(plan, id);
    if (undo && stepOf(steps, undo.id)?.status !== 'succeeded') return undo;
  }
  return undefined;
}

export function hasFailedUndo(plan: Plan, steps: RunState['steps'], done: RunState['done'] = []): boolean {
  return done.some((id) => stepOf(steps, undoOf(plan, id)?.id ?? '')?.status === 'failed');
}

function undoOf(plan: Plan, id: NodeId): PlanNode | undefined {
  const { undo } = plan.byId.get(id) ?? {};
  return undo === undefined ? undefined : plan.byId.get(undo);
}
