import type { Failure, Json, Payload } from '@lockstep/schema/run';
import type { Draft } from './draft.ts';
import { framesIn, inOrder, type Place, placeOf, placesIn, refOf, stepAt } from './place.ts';
import type { NodeId, Plan } from './plan.ts';
import { isOpen, isUncaught, type RunState, type StepRef, type StepState, stepOf } from './state.ts';
import { isUndone, undoneIn } from './undoing.ts';

/**
 * What the host must do now. Safe to repeat: `id` is stable, so a host that did a command knows it again, and the event
 * that answers it is taken once (R2). `item` is there for steps of items; `<step>` is `node` or `node@item`.
 */
export type Command =
  | {
      readonly type: 'step.run';
      /** `<step>:<attempt>` */
      readonly id: string;
      readonly node: NodeId;
      readonly item?: string;
      readonly attempt: number;
      readonly outcomeUnknown: boolean;
      readonly timeoutMs: number;
      /** R19: the attempt of a scope is a pull, answered by `scope.fed`. */
      readonly pull?: { readonly cursor?: Json };
    }
  | {
      /** R24: `step.succeeded` with what the items gave answers it. */
      readonly type: 'scope.gather';
      /** `<step>:<attempt>` */
      readonly id: string;
      readonly node: NodeId;
      readonly item?: string;
      readonly attempt: number;
      readonly ended: number;
      readonly failed: number;
      /** Its condition ended it. */
      readonly stopped: boolean;
    }
  | {
      /** R22: `scope.judged` answers it. */
      readonly type: 'scope.judge';
      /** `<step>:judge:<index>` */
      readonly id: string;
      readonly node: NodeId;
      readonly item?: string;
      readonly index: number;
    }
  | {
      readonly type: 'timer.set';
      /** `<step>:<attempt>:timer` */
      readonly id: string;
      readonly node: NodeId;
      readonly item?: string;
      /** The attempt that failed; `timer.fired` names the same one. */
      readonly attempt: number;
      /** Epoch milliseconds. */
      readonly at: number;
    }
  | {
      readonly type: 'alarm.set';
      /** `deadline`, `sla` or `<step>:sla` */
      readonly id: string;
      /** Answered by `run.expired`, or by `sla.breached` about the run or `node`. */
      readonly alarm: 'deadline' | 'sla';
      readonly node?: NodeId;
      readonly item?: string;
      /** Epoch milliseconds. */
      readonly at: number;
    }
  | ({
      /** R20: to be written down with the event that ended the item. Nothing answers it, and it never comes again. */
      readonly type: 'item.ended';
      /** `<step>:ended:<index>` */
      readonly id: string;
    } & Omit<ItemEnd, 'item'> & { readonly item?: string })
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

/** How one item of a scope ended. `dropped`: the scope failed, and this item was under way. */
export interface ItemEnd {
  /** The scope, and the item it belongs to itself. */
  readonly node: NodeId;
  readonly item: string;
  readonly index: number;
  readonly status: 'done' | 'failed' | 'dropped';
  /** What it gave, where that is collected. */
  readonly output?: Payload;
  readonly failure?: Failure;
  readonly failedNode?: NodeId;
}

/** R14: how far a run came in taking back what it had done. Each list is in the order of undoing. */
export interface Undoing {
  readonly undone: readonly StepRef[];
  /** Stands although it should not: its undo step failed, or comes after one that did. */
  readonly left: readonly StepRef[];
  /** May have happened; nobody knows, so nothing was undone. */
  readonly uncertain: readonly StepRef[];
}

/**
 * Every command of a folded state whose answer has not arrived, in node order: what a host does after it took a run
 * over. Of an ended run it is the closing itself.
 */
export function pending(plan: Plan, state: RunState): readonly Command[] {
  const closing = closingOf(plan, state);
  if (closing) return [closing];
  const places = [...placesIn(plan, state)].sort(inOrder(plan));
  return [...alarmsOf(state), ...places.flatMap((place) => [...commandsOf(plan, place), ...judgesOf(place)])];
}

/** R12: the commands of what an event touched, in node order, and the closing when the run has ended. */
export function commandsAfter({ plan, touched, judged, ended }: Draft, state: RunState): readonly Command[] {
  const closing = closingOf(plan, state);
  const open = closing
    ? []
    : [...touched.values()].flatMap((place) => {
        const step = stepAt(plan, state, place);
        return step ? [{ place, commands: commandsOf(plan, { ...place, step }) }] : [];
      });
  const asked = [
    ...ended.map((end) => ({ place: end, commands: [endedCommand(end)] })),
    ...open,
    ...(closing ? [] : judged.map((one) => ({ place: one, commands: [judgeOf(one)] }))),
  ];
  const order = inOrder(plan);
  const commands = asked.sort((a, b) => order(a.place, b.place)).flatMap((one): readonly Command[] => one.commands);
  return closing ? [...commands, closing] : commands;
}

/** Likewise where everything is asked: the alarms of the run come before the steps. */
export function commandsOfAll({ plan, ended }: Draft, state: RunState): readonly Command[] {
  return [...ended.map(endedCommand), ...pending(plan, state)];
}

function endedCommand({ item, ...end }: ItemEnd): Command {
  return { type: 'item.ended', id: `${refOf({ node: end.node, item })}:ended:${end.index}`, ...inItem(item), ...end };
}

function inItem(item: string): { readonly item?: string } {
  return item === '' ? {} : { item };
}

function closingOf(plan: Plan, state: RunState): Command | undefined {
  const { status } = state;
  if (status !== 'done' && status !== 'exception' && status !== 'cancelled') return undefined;
  const undo = undoingOf(plan, state);
  return {
    type: 'run.close',
    id: 'close',
    status,
    failed: failedNodes(plan, state),
    ...(state.expired && { expired: true }),
    ...(undo && { undo }),
  };
}

function commandsOf(plan: Plan, { node, item, step }: Place & { readonly step: StepState }): readonly Command[] {
  const [planned, ref] = [plan.byId.get(node), refOf({ node, item })];
  if (!planned || !isOpen(step)) return [];
  const { attempt, outcomeUnknown = false, dueAt, slaAt, scope } = step;
  const id = `${ref}:${attempt}`;
  const commands: Command[] = [];
  if (step.status === 'running' && scope?.gathering) {
    const { ended, failed, stopped = false } = scope;
    commands.push({ type: 'scope.gather', id, node, ...inItem(item), attempt, ended, failed, stopped });
  } else if (step.status === 'running') {
    const { timeoutMs, rules } = planned;
    const pull = rules && { pull: scope?.cursor === undefined ? {} : { cursor: scope.cursor } };
    commands.push({ type: 'step.run', id, node, ...inItem(item), attempt, outcomeUnknown, timeoutMs, ...pull });
  } else if (dueAt !== undefined) {
    commands.push({ type: 'timer.set', id: `${id}:timer`, node, ...inItem(item), attempt, at: dueAt });
  }
  if (slaAt !== undefined)
    commands.push({ type: 'alarm.set', id: `${ref}:sla`, alarm: 'sla', node, ...inItem(item), at: slaAt });
  return commands;
}

function judgesOf({ node, item, step }: Place & { readonly step: StepState }): readonly Command[] {
  if (!step.scope || !isOpen(step)) return [];
  return Object.entries(step.scope.items).flatMap(([index, { judging }]) =>
    judging ? [judgeOf({ node, item, index: Number(index) })] : [],
  );
}

function judgeOf({ node, item, index }: Place & { readonly index: number }): Command {
  return { type: 'scope.judge', id: `${refOf({ node, item })}:judge:${index}`, node, ...inItem(item), index };
}

function alarmsOf({ ending, deadlineAt, slaAt }: RunState): readonly Command[] {
  const alarms: Command[] = [];
  if (deadlineAt !== undefined && !ending) {
    alarms.push({ type: 'alarm.set', id: 'deadline', alarm: 'deadline', at: deadlineAt });
  }
  if (slaAt !== undefined) alarms.push({ type: 'alarm.set', id: 'sla', alarm: 'sla', at: slaAt });
  return alarms;
}

function undoingOf(plan: Plan, state: RunState): Undoing | undefined {
  const { status, done = [] } = state;
  if (status === 'done') return undefined;
  const [undone, uncertain] = [undoneIn(plan, state), uncertainIn(plan, state)];
  const left = done.filter((ref) => !isUndone(plan, state, ref)).toReversed();
  return undone.length + left.length + uncertain.length === 0 ? undefined : { undone, left, uncertain };
}

/** Effects with an undo step of which nobody knows whether they happened, of the run and of items under way. */
function uncertainIn(plan: Plan, state: RunState): readonly StepRef[] {
  return framesIn(plan, state).flatMap(({ frame, item, nodes }) =>
    nodes.flatMap(({ id: node, undo }) => {
      const step = stepOf(frame.steps, node);
      const isLeft = step?.status === 'failed' || step?.status === 'cancelled';
      const isUnbegun = !step || step.status === 'skipped';
      const isInherited = frame.doubtful?.includes(node) || state.unsure?.includes(refOf({ node, item }));
      const isDoubtful = isLeft ? step.outcomeUnknown : isUnbegun && isInherited;
      return undo !== undefined && isDoubtful ? [refOf({ node, item })] : [];
    }),
  );
}

/** A step that undoes what an item did stands for all of its kind. */
function failedNodes(plan: Plan, { steps, undoing = {} }: RunState): readonly NodeId[] {
  const undos = new Set(
    Object.entries(undoing).flatMap(([ref, step]) => (isUncaught(step) ? [placeOf(ref).node] : [])),
  );
  return plan.nodes.flatMap(({ id }) => (isUncaught(stepOf(steps, id)) || undos.has(id) ? [id] : []));
}
