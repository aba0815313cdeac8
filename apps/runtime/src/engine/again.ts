import { inDoubt } from './advance.ts';
import { doubtfulBehind } from './doubt.ts';
import { type Draft, forEachLevel, type OpenScope } from './draft.ts';
import { placeOf } from './place.ts';
import type { PlanNode } from './plan.ts';
import { promiseOf, type StepState, stepOf } from './state.ts';

/** The next attempt of a step. */
export function again(before: StepState): StepState {
  const { attempt, outcomeUnknown, budgetFrom, scope } = before;
  return {
    status: 'running',
    attempt: attempt + 1,
    ...(outcomeUnknown ? { outcomeUnknown } : {}),
    ...(budgetFrom === undefined ? {} : { budgetFrom }),
    ...promiseOf(before),
    ...(scope && { scope }),
  };
}

/** R11: the next attempt of a step by hand; a scope goes on where it stopped. */
export function openAgain(before: StepState, { slaMs }: PlanNode, at: number): StepState {
  const { scope } = before;
  if (!scope) {
    const { attempt, slaBreached } = before;
    return {
      ...again(before),
      budgetFrom: attempt + 1,
      ...(slaMs !== undefined && !slaBreached && { slaAt: at + slaMs }),
    };
  }
  const { failure: _, ...step } = before;
  const kept: OpenScope = { ...scope, items: { ...scope.items } };
  for (const what of ['failure', 'cause', 'gathering', 'resting'] as const) delete kept[what];
  return { ...step, status: 'open', scope: kept };
}

/** R10: what ran when the worker was lost runs again and is told so, but a `once` effect is never repeated blindly. */
export function doubtAll(draft: Draft): void {
  forEachLevel(draft, draft.top, (level) => {
    const { frame, nodes } = level;
    const doubtful = doubtfulBehind(nodes, frame, level.item === '' ? draft.run.kept : undefined);
    if (doubtful.length > 0) frame.doubtful = doubtful;
    for (const node of nodes) {
      const step = stepOf(frame.steps, node.id);
      if (step?.status === 'running' && node.effect !== 'none' && !step.scope?.gathering)
        frame.steps[node.id] = inDoubt(node, step);
    }
  });
  for (const [ref, step] of Object.entries(draft.run.undoing ?? {})) {
    const node = draft.plan.byId.get(placeOf(ref).node);
    if (node && step.status === 'running') draft.run.undoing = { ...draft.run.undoing, [ref]: inDoubt(node, step) };
  }
}
