import type { NodeId, Plan, PlanNode } from './plan.ts';
import { type Frame, type ItemState, type RunState, type StepRef, type StepState, stepOf } from './state.ts';

/** Where a step stands: its node, and its item in the scopes around it (`3`, `3.0`); empty outside of scopes. */
export interface Place {
  readonly node: NodeId;
  readonly item: string;
}

export function refOf({ node, item }: Place): StepRef {
  return item === '' ? node : `${node}@${item}`;
}

export function placeOf(ref: StepRef): Place {
  const [node = '', item = ''] = ref.split('@');
  return { node, item };
}

/** Path of one item of a scope that itself belongs to `item`. */
export function itemPath(item: string, index: number): string {
  return item === '' ? `${index}` : `${item}.${index}`;
}

/** True for the item at `path` and everything within it. */
export function isWithin(item: string, path: string): boolean {
  return item === path || item.startsWith(`${path}.`);
}

/** A frame that may be that of an item. */
type FrameOf = Frame & Partial<Pick<ItemState, 'judging' | 'input'>>;

/** The frame a place belongs to; `undefined` when its item is not under way. */
export function frameAt(plan: Plan, state: RunState, { node, item }: Place): FrameOf | undefined {
  const scopes = plan.byId.get(node)?.scopes;
  const indexes = item === '' ? [] : item.split('.');
  if (scopes?.length !== indexes.length) return undefined;
  let frame: FrameOf | undefined = state;
  for (const [depth, scope] of scopes.entries()) {
    const items: Readonly<Record<string, FrameOf>> = (frame && stepOf(frame.steps, scope)?.scope?.items) ?? {};
    const index = indexes[depth] ?? '';
    frame = Object.hasOwn(items, index) ? items[index] : undefined;
  }
  return frame;
}

/** The step at a place. The undo step of something that an item did is kept apart: the item may be gone (R14). */
export function stepAt(plan: Plan, state: RunState, place: Place): StepState | undefined {
  if (isApart(plan.byId.get(place.node), place)) return stepOf(state.undoing ?? {}, refOf(place));
  const frame = frameAt(plan, state, place);
  return frame && stepOf(frame.steps, place.node);
}

export function isApart(node: PlanNode | undefined, { item }: Place): boolean {
  return node?.undoes !== undefined && item !== '';
}

/** The run's own frame, and those of all items under way. */
export function framesIn(plan: Plan, state: RunState): readonly FrameAt[] {
  const frames: FrameAt[] = [];
  const collect = (frame: Frame, item: string, scope: NodeId | undefined) => {
    const nodes = plan.bodies.get(scope) ?? [];
    frames.push({ frame, item, nodes });
    for (const { id, rules } of nodes) {
      const items = rules && stepOf(frame.steps, id)?.scope?.items;
      for (const [index, inner] of Object.entries(items ?? {})) collect(inner, itemPath(item, Number(index)), id);
    }
  };
  collect(state, '', undefined);
  return frames;
}

interface FrameAt {
  readonly frame: Frame;
  readonly item: string;
  /** Nodes that belong to it. */
  readonly nodes: readonly PlanNode[];
}

/** Every step that has an entry, with its place: the run's own, then those of items, then what is being undone of them. */
export function placesIn(plan: Plan, state: RunState): readonly (Place & { readonly step: StepState })[] {
  const steps = framesIn(plan, state).flatMap(({ frame, item, nodes }) =>
    nodes.flatMap(({ id: node }) => {
      const step = stepOf(frame.steps, node);
      return step ? [{ node, item, step }] : [];
    }),
  );
  return [...steps, ...Object.entries(state.undoing ?? {}).map(([ref, step]) => ({ ...placeOf(ref), step }))];
}

/** R12: node-array order; items of one node in their own order. */
export function inOrder(plan: Plan): (a: Place, b: Place) => number {
  return (a, b) => (plan.byId.get(a.node)?.index ?? 0) - (plan.byId.get(b.node)?.index ?? 0) || byItem(a.item, b.item);
}

function byItem(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; ; at += 1) {
    const [one, other] = [left[at], right[at]];
    if (one === undefined || other === undefined) return left.length - right.length;
    if (one !== other) return one - other;
  }
}
