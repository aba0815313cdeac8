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
      readonly type: 'alarm.set';
      /** `deadline`, `sla` or `<node>:sla` */
      readonly id: string;
      /** Answered by `run.expired`, or by `sla.breached` about the run or `node`. */
      readonly alarm: 'deadline' | 'sla';
      readonly node?: NodeId;
      /** Epoch milliseconds. */
      readonly at: number;
    }
  | {
      readonly type: 'run.close';
      readonly id: 'close';
      readonly status: 'done' | 'exception' | 'cancelled';
      /** Steps that failed with nothing drawn to catch it, in node order. */
      readonly failed: readonly NodeId[];
      /** R15: the deadline is why. */
      readonly expired?: true;
      /** R14: what became of the effects that have an undo step; absent where there is none. */
      readonly undo?: Undoing;
    };

/** R14: how far a run came in taking back what it had done. Each list is in the order of undoing. */
export interface Undoing {
  readonly undone: readonly NodeId[];
  /** Stands although it should not: its undo step failed, or comes after one that did. */
  readonly left: readonly NodeId[];
  /** May have happened; nobody knows, so nothing was undone. */
  readonly uncertain: readonly NodeId[];
}

/**
 * Every command of a folded state whose answer has not arrived, in node order: what a host does after it took a run
 * over. Of an ended run it is the closing itself.
 */
export function pending(plan: Plan, state: RunState): readonly Command[] {
  return commandsFor(plan, state, plan.nodes);
}

/**
 * R12: the commands of some nodes, given in node order, and the closing when the run has ended. The alarms of the run come
 * first, when all nodes are asked for.
 */
export function commandsFor(plan: Plan, state: RunState, nodes: readonly PlanNode[]): readonly Command[] {
  const { status } = state;
  if (status === 'done' || status === 'exception' || status === 'cancelled') {
    const undo = undoingOf(plan, state);
    return [
      {
        type: 'run.close',
        id: 'close',
        status,
        failed: failedNodes(plan, state),
        ...(state.expired && { expired: true }),
        ...(undo && { undo }),
      },
    ];
  }
  const own = nodes.flatMap((node) => commandsOf(state, node));
  return nodes === plan.nodes ? [...alarmsOf(state), ...own] : own;
}

function commandsOf(state: RunState, { id: node, timeoutMs }: PlanNode): readonly Command[] {
  const step = stepOf(state.steps, node);
  if (step?.status !== 'running' && step?.status !== 'waiting') return [];
  const { attempt, outcomeUnknown = false, dueAt, slaAt } = step;
  const commands: Command[] = [];
  if (step.status === 'running') {
    commands.push({ type: 'step.run', id: `${node}:${attempt}`, node, attempt, outcomeUnknown, timeoutMs });
  } else if (dueAt !== undefined) {
    commands.push({ type: 'timer.set', id: `${node}:${attempt}:timer`, node, attempt, at: dueAt });
  }
  if (slaAt !== undefined) commands.push({ type: 'alarm.set', id: `${node}:sla`, alarm: 'sla', node, at: slaAt });
  return commands;
}

function alarmsOf({ ending, deadlineAt, slaAt }: RunState): readonly Command[] {
  const alarms: Command[] = [];
  if (deadlineAt !== undefined && !ending) {
    alarms.push({ type: 'alarm.set', id: 'deadline', alarm: 'deadline', at: deadlineAt });
  }
  if (slaAt !== undefined) alarms.push({ type: 'alarm.set', id: 'sla', alarm: 'sla', at: slaAt });
  return alarms;
}

function undoingOf(plan: Plan, { status, steps, done = [], doubtful = [] }: RunState): Undoing | undefined {
  if (status === 'done') return undefined;
  const order = done.toReversed();
  const isUndone = (id: NodeId) => stepOf(steps, plan.byId.get(id)?.undo ?? '')?.status === 'succeeded';
  const uncertain = plan.nodes.flatMap(({ id, undo }) => {
    const step = stepOf(steps, id);
    const isOpen = step?.status === 'failed' || step?.status === 'cancelled';
    const isDoubtful = isOpen ? step.outcomeUnknown : (!step || step.status === 'skipped') && doubtful.includes(id);
    return undo !== undefined && isDoubtful ? [id] : [];
  });
  if (done.length + uncertain.length === 0) return undefined;
  return { undone: order.filter(isUndone), left: order.filter((id) => !isUndone(id)), uncertain };
}

function failedNodes(plan: Plan, { steps }: RunState): readonly NodeId[] {
  return plan.nodes.flatMap(({ id }) => {
    const step = stepOf(steps, id);
    return step?.status === 'failed' && step.port === undefined ? [id] : [];
  });
}
