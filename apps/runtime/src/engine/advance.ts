import { ERROR_PORT } from '@lockstep/schema/graph';
import type { Draft, Level } from './draft.ts';
import { isOnce, outcomeLost } from './failing.ts';
import { refOf } from './place.ts';
import type { PlanNode } from './plan.ts';
import { decide, type StepState, stepOf } from './state.ts';

/** R4, R5: decides every node of a level whose incoming edges are now resolved, beginning at `from` and its successors. */
export function advance(draft: Draft, level: Level, from: readonly PlanNode[]): void {
  const { steps, doubtful = [] } = level.frame;
  const open = [...from];
  for (let node = open.pop(); node; node = open.pop()) {
    const step = stepOf(steps, node.id);
    if (!step) {
      const decision = decide(steps, node);
      if (decision === 'wait') continue;
      const isUnsure = isLeftUnsure(draft, level, node);
      const isDoubtful = isUnsure || doubtful.includes(node.id);
      const kept = level.item === '' ? keptOf(draft, node) : undefined;
      if (decision === 'begin' && kept) {
        steps[node.id] = kept;
      } else if (decision === 'begin') {
        const reason = isUnsure ? AN_EARLIER_RUN : undefined;
        const first = isDoubtful ? inDoubt(node, begun(node, draft.at), reason) : begun(node, draft.at);
        steps[node.id] = first;
        draft.touch({ node: node.id, item: level.item });
        if (first.status === 'running') continue;
      } else {
        steps[node.id] = { status: 'skipped', attempt: 0, ...(isDoubtful ? { outcomeUnknown: true } : {}) };
      }
    }
    for (const { to } of node.outgoing) {
      const target = draft.plan.byId.get(to);
      if (target && !stepOf(steps, to)) open.push(target);
    }
  }
}

export function begun({ slaMs }: PlanNode, at: number): StepState {
  return { status: 'running', attempt: 1, ...(slaMs === undefined ? {} : { slaAt: at + slaMs }) };
}

const AN_EARLIER_RUN = 'An earlier run of this message began it and did not learn how it ended.';

/** R27: what an earlier run did is done as soon as it would begin. */
function keptOf({ run: { kept = {} } }: Draft, { id }: PlanNode): StepState | undefined {
  const gave = Object.hasOwn(kept, id) ? kept[id] : undefined;
  return gave && { status: 'succeeded', attempt: 0, ...gave };
}

/** R27: an earlier run may have done it. */
function isLeftUnsure({ run: { unsure = [] } }: Draft, { item }: Level, { id: node }: PlanNode): boolean {
  return unsure.length > 0 && unsure.includes(refOf({ node, item }));
}

/** R10: a running step of which nobody knows whether it happened before. */
export function inDoubt(node: PlanNode, step: StepState, reason = 'The process was lost.'): StepState {
  const unknown = { ...step, outcomeUnknown: true } as const;
  if (!isOnce(node)) return unknown;
  const failure = outcomeLost(reason);
  return { ...unknown, status: 'failed', failure, ...(node.hasErrorEdge ? { port: ERROR_PORT } : {}) };
}
