import { ERROR_PORT } from '@lockstep/schema/graph';
import type { RunEvent } from '@lockstep/schema/run';
import { type Command, commandsFor } from './commands.ts';
import { doubtfulBehind } from './doubt.ts';
import { failStep, isOnce, outcomeLost } from './failing.ts';
import { parkStep, releasedByTime } from './parking.ts';
import type { NodeId, Plan, PlanNode } from './plan.ts';
import { isStale, reopened } from './stale.ts';
import { decide, promiseOf, type RunState, type StepState, stepOf } from './state.ts';
import { dropTimers, giveUp, hasFailedUndo, nextUndo } from './winding-down.ts';

export interface Next {
  readonly state: RunState;
  readonly commands: readonly Command[];
}

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/**
 * One event in; the new state and what to do about it out. No clock, no chance, no I/O. Rules R1 to R17, L1 to L3: RUN.md.
 * A stale event gives back the very same state and no commands.
 */
export function transition(plan: Plan, state: RunState, event: RunEvent): Next {
  if (isStale(plan, state, event)) return { state, commands: [] };
  switch (event.type) {
    case 'run.started':
      return start(plan, event);
    case 'step.succeeded': {
      const { node, attempt, port, output } = event;
      return goOn(plan, state, event, { [node]: { status: 'succeeded', attempt, port, output } });
    }
    case 'step.failed':
      return fail(plan, state, event);
    case 'step.parked':
      return goOn(plan, state, event, { [event.node]: parkStep(stepOf(state.steps, event.node), event) });
    case 'step.released': {
      const { node, attempt, port, output } = event;
      return goOn(plan, state, event, { [node]: { status: 'succeeded', attempt, port, output } });
    }
    case 'timer.fired': {
      const released = releasedByTime(stepOf(state.steps, event.node));
      return goOn(plan, state, event, released ? { [event.node]: released } : again(plan, state, event));
    }
    case 'run.expired': {
      const { deadlineAt: _, ...rest } = state;
      return goOn(plan, { ...rest, ending: 'exception', expired: true }, event, {});
    }
    case 'sla.breached':
      return breach(state, event);
    case 'run.resumed':
      return resume(plan, state, event);
    case 'run.retried':
      return retry(plan, state, event);
    case 'run.cancelled': {
      const steps = event.idle ? giveUp(plan, state.steps) : state.steps;
      return goOn(plan, { ...state, ending: 'cancelled', steps }, event, {});
    }
    case 'run.filtered': {
      const ended: RunState = { ...state, status: 'done', filtered: event.reason, steps: giveUp(plan, state.steps) };
      return { state: ended, commands: commandsFor(plan, ended, []) };
    }
    default:
      return event satisfies never;
  }
}

/** R16: told once; nothing else changes. */
function breach(state: RunState, { node }: EventOf<'sla.breached'>): Next {
  const step = node === undefined ? undefined : stepOf(state.steps, node);
  if (node === undefined || !step) {
    const { slaAt: _, ...rest } = state;
    return { state: { ...rest, slaBreached: true }, commands: [] };
  }
  const { slaAt: _, ...rest } = step;
  return { state: { ...state, steps: { ...state.steps, [node]: { ...rest, slaBreached: true } } }, commands: [] };
}

/** R3: the trigger that received the message is done, other triggers are skipped, seeded steps count as done. */
function start(plan: Plan, event: EventOf<'run.started'>): Next {
  const { at, node, output, seed = [], unplaced } = event;
  const steps: Record<NodeId, StepState> = {};
  for (const { id, trigger } of plan.nodes) if (trigger) steps[id] = { status: 'skipped', attempt: 0 };
  const received = plan.byId.get(node);
  if (received) steps[node] = { status: 'succeeded', attempt: 1, port: received.firstPort, output };
  const seeded = seed.filter((step) => plan.byId.has(step.node));
  for (const step of seeded)
    steps[step.node] = { status: 'succeeded', attempt: 0, port: step.port, output: step.output };
  // A message that nothing in this version takes must end where a person sees it, not as done.
  const isTaken = (received || seeded.length > 0) && unplaced === undefined;
  const ending = isTaken ? {} : { ending: 'exception' as const, ...(unplaced !== undefined && { unplaced }) };
  const times = {
    ...(plan.deadlineMs !== undefined && { deadlineAt: at + plan.deadlineMs }),
    ...(plan.slaMs !== undefined && { slaAt: at + plan.slaMs }),
  };
  return goOn(plan, { status: 'running', ...ending, ...times, steps: {} }, event, steps, plan.nodes);
}

function fail(plan: Plan, state: RunState, event: EventOf<'step.failed'>): Next {
  const [node, step] = [plan.byId.get(event.node), stepOf(state.steps, event.node)];
  if (!node || !step) return { state, commands: [] };
  // R14: undoing is what the winding down is for, so its steps are tried again.
  const failed = failStep(node, step, event, state.ending !== undefined && node.undoes === undefined);
  return goOn(plan, state, event, { [event.node]: failed });
}

/** R10: what ran when the worker was lost runs again and is told so, but a `once` effect is never repeated blindly. */
function resume(plan: Plan, before: RunState, event: EventOf<'run.resumed'>): Next {
  const doubtful = doubtfulBehind(plan, before);
  const state = doubtful.length === 0 ? before : { ...before, doubtful };
  const changes: Record<NodeId, StepState> = {};
  for (const node of plan.nodes) {
    const step = stepOf(state.steps, node.id);
    if (step?.status !== 'running' || node.effect === 'none') continue;
    changes[node.id] = inDoubt(node, step);
  }
  return goOn(plan, state, event, changes, plan.nodes);
}

/** R10: a running step of which nobody knows whether it happened before. */
function inDoubt(node: PlanNode, step: StepState): StepState {
  const unknown = { ...step, outcomeUnknown: true } as const;
  if (!isOnce(node)) return unknown;
  const failure = outcomeLost('The process was lost.');
  return { ...unknown, status: 'failed', failure, ...(node.hasErrorEdge ? { port: ERROR_PORT } : {}) };
}

/**
 * R11: failed and dropped steps are open again with a new budget; what the winding down kept back goes on. A run that began
 * to undo goes on undoing, and only that.
 */
function retry(plan: Plan, state: RunState, event: EventOf<'run.retried'>): Next {
  const changes: Record<NodeId, StepState> = {};
  for (const { id } of reopened(plan, state)) {
    Object.assign(changes, again(plan, state, { node: id, at: event.at }, 'new budget'));
  }
  if (state.done) return goOn(plan, { ...state, status: 'running' }, event, changes, plan.nodes);
  const { ending: _, expired: __, unplaced: ___, ...rest } = state;
  const deadline = plan.deadlineMs === undefined ? {} : { deadlineAt: event.at + plan.deadlineMs };
  return goOn(plan, { ...rest, ...deadline, status: 'running' }, event, changes, plan.nodes);
}

/** The next attempt of a step, as a change. */
function again(
  plan: Plan,
  { steps }: RunState,
  { node, at }: { readonly node: NodeId; readonly at: number },
  budget?: 'new budget',
): Readonly<Record<NodeId, StepState>> {
  const step = stepOf(steps, node);
  const { attempt = 0, outcomeUnknown, budgetFrom, slaBreached } = step ?? {};
  const from = budget ? attempt + 1 : budgetFrom;
  const slaMs = budget && !slaBreached ? plan.byId.get(node)?.slaMs : undefined;
  return {
    [node]: {
      status: 'running',
      attempt: attempt + 1,
      ...(outcomeUnknown ? { outcomeUnknown } : {}),
      ...(from === undefined ? {} : { budgetFrom: from }),
      ...promiseOf(step),
      ...(slaMs === undefined ? {} : { slaAt: at + slaMs }),
    },
  };
}

/**
 * Puts `changes` into the run and takes it as far as it goes without the world: begins what can begin, skips what can no
 * longer be reached (R4, R5), winds down (R9), undoes (R14), and ends when nothing is under way (R6). `asked` are the nodes to
 * decide on and to command besides those that follow from the changes.
 */
function goOn(
  plan: Plan,
  before: RunState,
  { at }: Pick<RunEvent, 'at'>,
  changes: Readonly<Record<NodeId, StepState>>,
  asked: readonly PlanNode[] = [],
): Next {
  const steps: Record<NodeId, StepState> = { ...before.steps, ...changes };
  const changed = Object.keys(changes).flatMap((id) => plan.byId.get(id) ?? []);
  const ending = before.ending ?? (changed.some(({ id }) => isUncaught(steps[id])) ? 'exception' : undefined);
  const done = completed(before.done, changed, steps);
  const touched = new Set([...asked, ...changed]);
  if (ending) {
    dropTimers(plan, steps);
    const undo = nextUndo(plan, steps, done);
    if (undo) {
      steps[undo.id] = begun(undo, at);
      touched.add(undo);
    }
  } else {
    for (const node of advance(plan, before, steps, [...touched], at)) touched.add(node);
    // A `once` effect in doubt fails as it is reached: what follows from that is decided as for any failure.
    if ([...touched].some(({ id }) => isUncaught(steps[id]))) {
      const reached = { ...before, ...(done ? { done } : {}), steps, ending: 'exception' } as const;
      return goOn(plan, reached, { at }, {}, asked === plan.nodes ? asked : [...touched]);
    }
  }
  const end = hasFailedUndo(plan, steps, done) ? 'exception' : (ending ?? 'done');
  const state: RunState = {
    ...before,
    status: statusOf(steps, end),
    ...(ending ? { ending } : {}),
    ...(done ? { done } : {}),
    steps,
  };
  const inOrder = asked === plan.nodes ? asked : [...touched].sort((a, b) => a.index - b.index);
  return { state, commands: commandsFor(plan, state, inOrder) };
}

/** R14: the effects that can be undone, the newest last. What a replay was seeded with is another run's. */
function completed(before: RunState['done'], changed: readonly PlanNode[], steps: RunState['steps']): RunState['done'] {
  const more = changed.filter(({ id, undo }) => {
    const step = stepOf(steps, id);
    return undo !== undefined && step?.status === 'succeeded' && step.attempt > 0;
  });
  return more.length === 0 ? before : [...(before ?? []), ...more.map(({ id }) => id)];
}

function begun({ slaMs }: PlanNode, at: number): StepState {
  return { status: 'running', attempt: 1, ...(slaMs === undefined ? {} : { slaAt: at + slaMs }) };
}

/** R4, R5: decides every node whose incoming edges are now resolved, beginning at `from` and its successors. */
function advance(
  plan: Plan,
  { doubtful = [] }: RunState,
  steps: Record<NodeId, StepState>,
  from: readonly PlanNode[],
  at: number,
): readonly PlanNode[] {
  const reached: PlanNode[] = [];
  const open = [...from];
  for (let node = open.pop(); node; node = open.pop()) {
    const step = stepOf(steps, node.id);
    if (!step) {
      const decision = decide(steps, node);
      if (decision === 'wait') continue;
      const isDoubtful = doubtful.includes(node.id);
      if (decision === 'begin') {
        const first = isDoubtful ? inDoubt(node, begun(node, at)) : begun(node, at);
        steps[node.id] = first;
        reached.push(node);
        if (first.status === 'running') continue;
      } else {
        steps[node.id] = { status: 'skipped', attempt: 0, ...(isDoubtful ? { outcomeUnknown: true } : {}) };
      }
    }
    for (const { to } of node.outgoing) {
      const target = plan.byId.get(to);
      if (target && !stepOf(steps, to)) open.push(target);
    }
  }
  return reached;
}

/** R6: nothing under way means that everything is decided, because a plan has no cycles. */
function statusOf(steps: RunState['steps'], end: RunState['status']): RunState['status'] {
  let waiting = false;
  for (const { status } of Object.values(steps)) {
    if (status === 'running') return 'running';
    waiting ||= status === 'waiting';
  }
  return waiting ? 'waiting' : end;
}

function isUncaught(step: StepState | undefined): boolean {
  return step?.status === 'failed' && step.port === undefined;
}
