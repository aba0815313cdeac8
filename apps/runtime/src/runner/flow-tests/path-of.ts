import type { RunEvent } from '@lockstep/schema/run';
import {
  initialState,
  type NodeId,
  type Plan,
  type RunState,
  type StepState,
  stepOf,
  transition,
} from '../../engine/index.ts';

/** The steps outside of bodies that ran, in the order in which they ended; starts and skipped ones left out. */
export function pathOf(plan: Plan, events: readonly RunEvent[]): readonly NodeId[] {
  const path: NodeId[] = [];
  let before: RunState = initialState;
  for (const event of events) {
    const { state } = transition(plan, before, event);
    for (const { id, trigger } of plan.nodes) {
      if (!trigger && hasEnded(stepOf(state.steps, id)) && !hasEnded(stepOf(before.steps, id))) path.push(id);
    }
    before = state;
  }
  return path;
}

function hasEnded(step: StepState | undefined): boolean {
  return step?.status === 'succeeded' || step?.status === 'failed';
}
