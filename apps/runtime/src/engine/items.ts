import { SCOPE_PORT } from '@lockstep/schema/graph';
import { MAX_UNDO_ITEMS } from '@lockstep/schema/node';
import type { Failure, Payload } from '@lockstep/schema/run';
import type { OpenItem, OpenScope } from './draft.ts';
import type { NodeId, PlanNode } from './plan.ts';
import { type Frame, isUncaught, type Page, type RunState, stepOf } from './state.ts';

/** R18: an item as it begins. Its scope counts as succeeded on `each`, which the first steps of the body follow. */
export function newItem(scope: NodeId, input: Payload | undefined): OpenItem {
  return { steps: { [scope]: { status: 'succeeded', attempt: 0, port: SCOPE_PORT } }, ...(input && { input }) };
}

/** R20: what an item gave: the output of its first step, in node order, from which no edge led on. */
export function resultOf(nodes: readonly PlanNode[], { steps }: Frame): Payload {
  for (const { id, undoes, outgoing } of nodes) {
    const step = stepOf(steps, id);
    if (undoes !== undefined || step?.status !== 'succeeded' || !step.output) continue;
    if (!outgoing.some(({ port }) => port === step.port)) return step.output;
  }
  return { value: null };
}

/** The first step, in node order, that failed uncaught: why an item failed. */
export function failedIn(
  nodes: readonly PlanNode[],
  { steps }: Frame,
): { readonly failedNode: NodeId; readonly failure: Failure } | undefined {
  for (const { id, undoes } of nodes) {
    const step = stepOf(steps, id);
    if (undoes === undefined && isUncaught(step) && step?.failure) return { failedNode: id, failure: step.failure };
  }
  return undefined;
}

/** Pages of which an item has not ended; the others are not needed any more. */
export function neededPages({ pages, next, items }: Pick<OpenScope, 'pages' | 'next' | 'items'>): readonly Page[] {
  const open = Object.keys(items).map(Number);
  return pages.filter(
    ({ from, count }) => from + count > next || open.some((index) => index >= from && index < from + count),
  );
}

/** R14: why no further item begins when too much would have to be remembered to take it back. */
export function undoLimit(nodes: readonly PlanNode[], { done = [] }: Pick<RunState, 'done'>): Failure | undefined {
  if (done.length < MAX_UNDO_ITEMS || !nodes.some(({ undo }) => undo !== undefined)) return undefined;
  const message = `A run remembers ${MAX_UNDO_ITEMS.toLocaleString('en')} effects to undo at most. Take fewer items at a time, or undo within a flow of its own.`;
  return { kind: 'flow', category: 'system', code: 'undo-limit', message };
}
