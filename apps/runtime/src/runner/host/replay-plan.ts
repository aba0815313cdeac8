import { type NodeId, type Plan, type PlanNode, placeOf, refOf, stepOf } from '../../engine/index.ts';
import { effectKey, type LoadedFlow } from '../steps/index.ts';
import { type DoneEffect, type EarlierRun, isEffect, type KnownEffects, typeOf } from './known-effects.ts';
import { descendantsOf } from './messages.ts';
import type { PlannedStep, Replay } from './replay-types.ts';

/** Where a replay begins, and on what. */
export interface ReplayStart {
  readonly on: LoadedFlow;
  readonly from: readonly NodeId[];
  readonly keyRunId: string;
  readonly repeat: NonNullable<Replay['repeat']>;
}

/** What becomes of the effects of a message when it is replayed. */
export interface EffectPlan {
  readonly steps: readonly PlannedStep[];
  /** Nodes that are done again: at or behind the start, and what depends on something that was taken back. */
  readonly again: ReadonlySet<NodeId>;
  readonly kept: readonly (DoneEffect & { readonly node: NodeId })[];
  /** Places. */
  readonly unsure: readonly string[];
  /** Places and nodes that have a new key. */
  readonly renewed: readonly string[];
  /** Keys carried over. */
  readonly keyRuns: Readonly<Record<string, string>>;
  /** Nodes that a person wants done again, of those that were done or may have been. */
  readonly repeated: readonly NodeId[];
}

/** R27: decides about each writing step of the version a replay runs on. */
export function planEffects(
  old: EarlierRun,
  { done, unsure, undone, keyRuns: carried }: KnownEffects,
  { on, from, keyRunId, repeat }: ReplayStart,
): EffectPlan {
  const { plan } = on;
  const takenBack = [...undone].filter(([key, ref]) => keyOf(carried, ref) === key).map(([, ref]) => ref);
  const begin = [...from, ...takenBack.map((ref) => outermost(plan, placeOf(ref).node))];
  const again = new Set([...begin, ...begin.flatMap((id) => descendantsOf(plan, id))]);
  const steps: PlannedStep[] = [];
  const kept: (DoneEffect & { readonly node: NodeId })[] = [];
  const repeated: NodeId[] = [];
  for (const node of plan.nodes) {
    if (!isEffect(node)) continue;
    const step = isInScope(node) ? planItems(node) : planStep(node);
    if (step) steps.push(step);
  }
  const renewed = [...takenBack, ...repeated].flatMap((ref) => [ref, ...undoOf(plan, ref)]);
  const keyRuns = Object.fromEntries(
    Object.entries(carried).filter(([ref]) => !repeated.includes(placeOf(ref).node) || repeated.includes(ref)),
  );
  const open = [...unsure].filter(([key, ref]) => {
    const { node } = placeOf(ref);
    return (
      plan.byId.has(node) && !repeated.includes(node) && keyOf(carried, ref) === key && again.has(outermost(plan, node))
    );
  });
  const gone = steps.flatMap(({ node, does, before }) => {
    const isLost = !before && (does === 'looked-up' || does === 'undecided') && done.has(keyOf(carried, node));
    return isLost ? [node] : [];
  });
  return { steps, again, kept, unsure: [...open.map(([, ref]) => ref), ...gone], renewed, keyRuns, repeated };

  function keyOf(keyRuns: Readonly<Record<string, string>>, ref: string): string {
    return effectKey({ keyRunId, keyRuns }, placeOf(ref));
  }

  function isWanted(node: NodeId): boolean {
    return repeat === 'all' || repeat.includes(node);
  }

  function planStep({ id, strategy }: PlanNode): PlannedStep | undefined {
    const key = keyOf(carried, id);
    const effect = done.get(key);
    const told = { node: id, strategy, before: !again.has(id) };
    const when = effect && { at: effect.at, runId: effect.runId };
    if (told.before) {
      const isThere = stepOf(old.state.steps, id)?.status === 'succeeded';
      return isThere ? { ...told, does: 'kept', key, done: when } : undefined;
    }
    if ((effect || unsure.has(key)) && isWanted(id)) {
      repeated.push(id);
      return { ...told, does: 'repeated', key: undefined, done: when };
    }
    if (effect && fits(on, id, effect)) {
      kept.push({ ...effect, node: id });
      return { ...told, does: 'kept', key, done: when };
    }
    const isTakenBack = undone.has(key);
    if (effect || unsure.has(key)) {
      return { ...told, does: strategy === 'once' ? 'undecided' : 'looked-up', key, done: when };
    }
    return { ...told, does: 'anew', key: isTakenBack ? undefined : key };
  }

  function planItems({ id, strategy }: PlanNode): PlannedStep | undefined {
    if (!again.has(outermost(plan, id))) return undefined;
    const told = { node: id, strategy, before: false };
    if (!isWanted(id)) return { ...told, does: 'items', key: keyOf(carried, id) };
    repeated.push(id);
    return { ...told, does: 'repeated', key: undefined };
  }
}

/** The step itself, or the outermost scope around it. */
export function outermost(plan: Plan, node: NodeId): NodeId {
  return plan.byId.get(node)?.scopes[0] ?? node;
}

function isInScope({ scopes }: PlanNode): boolean {
  return scopes.length > 0;
}

/** The step is of the same type, and still has the port at which the run went on. */
function fits(on: LoadedFlow, node: NodeId, { type, port }: DoneEffect): boolean {
  return typeOf(on, node) === type && (on.nodes.get(node)?.ports.includes(port) ?? true);
}

/** Where the step that undoes another one stands: what it undid once, its system remembers as undone. */
function undoOf(plan: Plan, ref: string): readonly string[] {
  const { node, item } = placeOf(ref);
  const undo = plan.byId.get(node)?.undo;
  return undo === undefined ? [] : [refOf({ node: undo, item })];
}
