import { begun } from './advance.ts';
import type { Draft } from './draft.ts';
import { isWithin, type Place, placeOf, refOf } from './place.ts';
import type { Plan, PlanNode } from './plan.ts';
import { isUnderWay, type RunState, type StepRef, stepOf } from './state.ts';

export function hasFailedUndo(plan: Plan, { steps, undoing = {} }: RunState): boolean {
  if (Object.values(undoing).some(({ status }) => status === 'failed')) return true;
  return plan.nodes.some(({ id, undoes }) => undoes !== undefined && stepOf(steps, id)?.status === 'failed');
}

/** What was taken back, in the order in which it was. */
export function undoneIn(plan: Plan, state: RunState): readonly StepRef[] {
  const { done = [], undone = [] } = state;
  // Those of the run itself that came before the first of an item.
  const before = done.filter((ref) => isUndone(plan, state, ref) && !undone.includes(ref));
  return [...before.toReversed(), ...undone];
}

/** True for an effect of the run itself that was taken back; those of items are forgotten then. */
export function isUndone(plan: Plan, { steps }: Pick<RunState, 'steps'>, done: StepRef): boolean {
  return stepOf(steps, plan.byId.get(done)?.undo ?? '')?.status === 'succeeded';
}

/**
 * R14: begins the undo step of the newest effect not yet undone, once nothing else is under way. None after an undo step that
 * failed: what came before it must not be taken back while it stands.
 */
export function undoNext(draft: Draft): void {
  const { plan, run } = draft;
  if (!run.done || isUnderWay(run) || hasFailedUndo(plan, run)) return;
  const next = run.done.findLast((ref) => !isUndone(plan, run, ref));
  if (next !== undefined) beginUndo(draft, next);
}

/**
 * R21: takes back, one after another, what an item that fails by itself has done.
 *
 * @returns true while there is something left: an undo step is under way, or has failed, which ends the run
 */
export function undoItem(draft: Draft, path: string): boolean {
  const { plan, run } = draft;
  const newest = run.done?.findLast((ref) => isWithin(placeOf(ref).item, path));
  const place = newest === undefined ? undefined : undoPlace(plan, newest);
  if (newest === undefined || !place) return false;
  const step = stepOf(run.undoing ?? {}, refOf(place));
  if (step?.status === 'failed') run.ending ??= 'exception';
  if (!step) beginUndo(draft, newest);
  return true;
}

/** An undo step has succeeded: what an item did is forgotten, or remembered as undone by a run that ends. */
export function noteUndone({ run }: Draft, { item }: Place, { id, undoes = '' }: PlanNode): void {
  const ref = refOf({ node: undoes, item });
  if (item === '') {
    if (run.undone) run.undone = [...run.undone, ref];
    return;
  }
  const { [refOf({ node: id, item })]: _, ...undoing } = run.undoing ?? {};
  if (Object.keys(undoing).length > 0) run.undoing = undoing;
  else delete run.undoing;
  // A run that ends keeps the list, though empty: R11 tells by it that there is no way back.
  run.done = run.done?.filter((other) => other !== ref) ?? [];
  if (run.ending) run.undone = [...(run.undone ?? []), ref];
  else if (run.done.length === 0) delete run.done;
}

function beginUndo(draft: Draft, done: StepRef): void {
  const { plan, run, at } = draft;
  const place = undoPlace(plan, done);
  const undo = place && plan.byId.get(place.node);
  if (!place || !undo) return;
  if (place.item === '') run.steps[undo.id] = begun(undo, at);
  else run.undoing = { ...run.undoing, [refOf(place)]: begun(undo, at) };
  draft.touch(place);
}

function undoPlace(plan: Plan, done: StepRef): Place | undefined {
  const { node, item } = placeOf(done);
  const undo = plan.byId.get(node)?.undo;
  return undo === undefined ? undefined : { node: undo, item };
}
