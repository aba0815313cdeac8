import type { NodeId, Plan, PlanNode } from './plan.ts';
import { type RunState, stepOf } from './state.ts';

/**
 * What the host must do now. Safe to repeat: `id` is stable, so a host that did a command knows it again, and the event
 * that answers it is taken once (R2).
 */
export type Command =
  | {
      readonly type: 'step.run';
      /** `<node>:<attempt>` */
      readonly id: string;
      readonly node: NodeId;
      readonly attempt: number;
      readonly outcomeUnknown: boolean;
      readonly timeoutMs: number;
    }
  | {
      readonly type: 'timer.set';
      /** `<node>:<attempt>:timer` */
      readonly id: string;
      readonly node: NodeId;
      /** The attempt that failed; `timer.fired` names the same one. */
      readonly attempt: number;
      /** Epoch milliseconds. */
      readonly at: number;
    }
  | {
      readonly type: 'run.close';
      readonly id: 'close';
      readonly status: 'done' | 'exception' | 'cancelled';
      /** Steps that failed with nothing drawn to catch it, in node order. */
      readonly failed: readonly NodeId[];
    };

/**
 * Every command of a folded state whose answer has not arrived, in node order: what a host does after it took a run
 * over. Of an ended run it is the closing itself.
 */
export function pending(plan: Plan, state: RunState): readonly Command[] {
  return commandsFor(plan, state, plan.nodes);
}

/** R12: the commands of some nodes, given in node order, and the closing when the run has ended. */
export function commandsFor(plan: Plan, state: RunState, nodes: readonly PlanNode[]): readonly Command[] {
  const { status } = state;
  if (status === 'done' || status === 'exception' || status === 'cancelled') {
    return [{ type: 'run.close', id: 'close', status, failed: failedNodes(plan, state) }];
  }
  return nodes.flatMap((node) => commandOf(state, node) ?? []);
}

function commandOf(state: RunState, { id: node, timeoutMs }: PlanNode): Command | undefined {
  const step = stepOf(state.steps, node);
  if (step?.status === 'running') {
    const { attempt, outcomeUnknown = false } = step;
    return { type: 'step.run', id: `${node}:${attempt}`, node, attempt, outcomeUnknown, timeoutMs };
  }
  if (step?.status === 'waiting' && step.dueAt !== undefined) {
    const { attempt, dueAt: at } = step;
    return { type: 'timer.set', id: `${node}:${attempt}:timer`, node, attempt, at };
  }
  return undefined;
}

function failedNodes(plan: Plan, { steps }: RunState): readonly NodeId[] {
  return plan.nodes.flatMap(({ id }) => {
    const step = stepOf(steps, id);
    return step?.status === 'failed' && step.port === undefined ? [id] : [];
  });
}
