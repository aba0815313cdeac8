import type { ItemEnd } from './commands.ts';
import { itemPath, type Place, refOf } from './place.ts';
import type { NodeId, Plan, PlanNode } from './plan.ts';
import { type ItemState, type RunState, type ScopeState, type StepRef, type StepState, stepOf } from './state.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Steps = Record<NodeId, StepState>;
export type OpenRun = Mutable<Omit<RunState, 'steps' | 'undoing'>> & {
  steps: Steps;
  undoing?: Record<StepRef, StepState>;
};
export type OpenItem = Mutable<Omit<ItemState, 'steps'>> & { steps: Steps };
export type OpenScope = Mutable<Omit<ScopeState, 'items'>> & { items: Record<string, ItemState> };

/** A frame being changed: the run's own, or that of one item. */
export interface Level {
  readonly item: string;
  /** Nodes that belong to it, in node order. */
  readonly nodes: readonly PlanNode[];
  readonly frame: OpenRun | OpenItem;
  /** Absent at the top. */
  readonly up?: { readonly level: Level; readonly scope: PlanNode; readonly index: number };
}

/** The frame of an item. */
export interface ItemLevel extends Level {
  readonly frame: OpenItem;
}

/**
 * A run while one event is worked in: what is changed is copied first, and once. The state before is left as it was and
 * shares the rest.
 */
export interface Draft {
  readonly plan: Plan;
  /** Epoch milliseconds of the event. */
  readonly at: number;
  readonly run: OpenRun;
  readonly top: Level;
  /** Places whose commands are asked for. */
  readonly touched: Map<StepRef, Place>;
  /** Items that ended, and those to be judged. */
  readonly ended: readonly ItemEnd[];
  readonly judged: readonly (Place & { readonly index: number })[];
  /** The level of one item under way; `undefined` when there is none. */
  item(up: Level, scope: PlanNode, index: number): ItemLevel | undefined;
  /** Begins to change how far a scope has come. The step must have come that far. */
  scope(level: Level, node: PlanNode): OpenScope;
  touch(place: Place): void;
  end(item: ItemEnd): void;
  judge(item: Place & { readonly index: number }): void;
}

export function openDraft(plan: Plan, state: RunState, at: number): Draft {
  const run: OpenRun = { ...state, steps: { ...state.steps } };
  const top: Level = { item: '', nodes: plan.bodies.get(undefined) ?? [], frame: run };
  const touched = new Map<StepRef, Place>();
  const ended: ItemEnd[] = [];
  const judged: (Place & { readonly index: number })[] = [];
  const scopes = new Map<StepRef, OpenScope>();
  const levels = new Map<StepRef, ItemLevel>();

  function scope(level: Level, { id: node }: PlanNode): OpenScope {
    const ref = refOf({ node, item: level.item });
    const step = stepOf(level.frame.steps, node);
    const known = scopes.get(ref);
    if (known && step?.scope === known) return known;
    if (!step?.scope) throw new Error(`The scope ${ref} has not begun.`);
    const open: OpenScope = { ...step.scope, items: { ...step.scope.items } };
    level.frame.steps[node] = { ...step, scope: open };
    scopes.set(ref, open);
    return open;
  }

  return {
    plan,
    at,
    run,
    top,
    touched,
    ended,
    judged,
    scope,
    item(up, node, index) {
      const path = itemPath(up.item, index);
      const ref = refOf({ node: node.id, item: path });
      const { items } = scope(up, node);
      const before = items[index];
      const known = levels.get(ref);
      if (known && before === known.frame) return known;
      if (!before) return undefined;
      const frame: OpenItem = { ...before, steps: { ...before.steps } };
      items[index] = frame;
      const level: ItemLevel = {
        item: path,
        nodes: plan.bodies.get(node.id) ?? [],
        frame,
        up: { level: up, scope: node, index },
      };
      levels.set(ref, level);
      return level;
    },
    touch(place) {
      touched.set(refOf(place), place);
    },
    end: (item) => void ended.push(item),
    judge: (item) => void judged.push(item),
  };
}

/** The level a place belongs to; `undefined` when its item is not under way. */
export function levelOf(draft: Draft, { node, item }: Place): Level | undefined {
  const scopes = draft.plan.byId.get(node)?.scopes ?? [];
  return innermost(draft, scopes, item, 'all');
}

/** The level of an item, or of what is left around it when it is gone itself. */
export function levelAround(draft: Draft, { node, item }: Place): Level {
  return innermost(draft, draft.plan.byId.get(node)?.scopes ?? [], item, 'some') ?? draft.top;
}

function innermost(draft: Draft, scopes: readonly NodeId[], item: string, wanted: 'all' | 'some'): Level | undefined {
  const indexes = item === '' ? [] : item.split('.').map(Number);
  let level = draft.top;
  for (const [depth, id] of scopes.entries()) {
    const scope = draft.plan.byId.get(id);
    const inner = scope && stepOf(level.frame.steps, id)?.scope && draft.item(level, scope, indexes[depth] ?? -1);
    if (!inner) return wanted === 'all' ? undefined : level;
    level = inner;
  }
  return level;
}

/** R9, R21: nothing new begins here, because this, or something around it, winds down. */
export function isWindingDown({ frame, up }: Level): boolean {
  if (frame.ending !== undefined) return true;
  if (!up) return false;
  return stepOf(up.level.frame.steps, up.scope.id)?.scope?.failure !== undefined || isWindingDown(up.level);
}

/** The run's own level, and that of every item under way. */
export function forEachLevel(draft: Draft, level: Level, visit: (level: Level) => void): void {
  visit(level);
  for (const node of level.nodes) {
    const items = node.rules && stepOf(level.frame.steps, node.id)?.scope?.items;
    for (const index of Object.keys(items ?? {})) {
      const inner = draft.item(level, node, Number(index));
      if (inner) forEachLevel(draft, inner, visit);
    }
  }
}
