import type { RunEvent } from '@lockstep/schema/run';
import { pending } from './commands.ts';
import type { NodeId, Plan } from './plan.ts';
import { edgeStatus, type Frame, initialState, type RunState } from './state.ts';
import { type Next, transition } from './transition.ts';

/**
 * Rebuilds a run from its recorded events, or from those that came after a state that was kept. `commands` are those whose
 * answer is not among the events.
 */
export function fold(plan: Plan, events: Iterable<RunEvent>, from: RunState = initialState): Next {
  let state = from;
  for (const event of events) state = transition(plan, state, event).state;
  return { state, commands: pending(plan, state) };
}

/**
 * R5: the step whose output is the input of `node`: where its first live edge in drawing order comes from; `undefined`
 * for a trigger and for a step that is not reached. When that step failed, its error port is live and what travels is an
 * `ErrorOutput` that the host makes from `failure` and the failed step's own input. An undo step works on what the step it
 * undoes gave (R14). In the frame of an item its scope stands for the item itself.
 */
export function inputSource(plan: Plan, { steps }: Frame, node: NodeId): NodeId | undefined {
  const planned = plan.byId.get(node);
  if (planned?.undoes !== undefined) return planned.undoes;
  return planned?.incoming.find((edge) => edgeStatus(steps, edge) === 'live')?.from;
}
