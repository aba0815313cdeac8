import { ERROR_PORT } from '@lockstep/schema/graph';
import { isEnded, type RunEvent } from '@lockstep/schema/run';
import { type Command, commandsFor } from './commands.ts';
import { failStep, isOnce, outcomeLost } from './failing.ts';
import type { NodeId, Plan, PlanNode } from './plan.ts';
import { decide, type RunState, type StepState, stepOf } from './state.ts';

export interface Next {
  readonly state: RunState;
  readonly commands: readonly Command[];
}

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/**
 * One event in; the new state and what to do about it out. No clock, no chance, no I/O. Rules R1 to R12: RUN.md.
 * A stale event gives back the very same state and no commands.
 */
export function transition(plan: Plan, state: RunState, event: RunEvent): Next {
  if (isStale(plan, state, event)) return { state, commands: [] };
  switch (event.type) {
    case 'run.started':
      return start(plan, event);
    case 'step.succeeded': {
      const { node, attempt, port, output } = event;
      return goOn(plan, state, { [node]: { status: 'succeeded', attempt, port, output } });
    }
    case 'step.failed':
      return fail(plan, state, event);
    case 'timer.fired':
      return goOn(plan, state, again(state, event.node));
    case 'run.resumed':
      return resume(plan, state);
    case 'run.retried':
      return retry(plan, state);
    case 'run.cancelled':
      return goOn(plan, { ...state, ending: 'cancelled' }, {});
    default:
      return event satisfies never;
  }
}

/** R1 for the run, R2 for its steps: an event that comes twice, late or for something else is told by what it meets. */
function isStale(plan: Plan, state: RunState, event: RunEvent): boolean {
  switch (event.type) {
    case 'run.started':
      return state.status !== 'queued';
    case 'run.retried':
      return state.status !== 'exception' || reopened(plan, state).length === 0;
    case 'run.cancelled':
      return isEnded(state.status) || state.ending === 'cancelled';
    case 'run.resumed':
      return isEnded(state.status) || state.status === 'queued';
    case 'step.succeeded':
    case 'step.failed':
    case 'timer.fired': {
      const step = plan.byId.has(event.node) ? stepOf(state.steps, event.node) : undefined;
      return step?.attempt !== event.attempt || step.status !== (event.type === 'timer.fired' ? 'waiting' : 'running');
    }
    default:
      return event satisfies never;
  }
}

/** R3: the trigger that received the message is done, other triggers are skipped, seeded steps count as done. */
function start(plan: Plan, { node, output, seed = [] }: EventOf<'run.started'>): Next {
  const steps: Record<NodeId, StepState> = {};
  for (const { id, trigger } of plan.nodes) if (trigger) steps[id] = { status: 'skipped', attempt: 0 };
  const received = plan.byId.get(node);
  if (received) steps[node] = { status: 'succeeded', attempt: 1, port: received.firstPort, output };
  const seeded = seed.filter((step) => plan.byId.has(step.node));
  for (const step of seeded)
    steps[step.node] = { status: 'succeeded', attempt: 0, port: step.port, output: step.output };
  // A message that nothing in this version takes must end where a person sees it, not as done.
  const ending = received || seeded.length > 0 ? {} : { ending: 'exception' as const };
  return goOn(plan, { status: 'running', ...ending, steps: {} }, steps, plan.nodes);
}

function fail(plan: Plan, state: RunState, event: EventOf<'step.failed'>): Next {
  const [node, step] = [plan.byId.get(event.node), stepOf(state.steps, event.node)];
  if (!node || !step) return { state, commands: [] };
  const failed = failStep(node, step, event, state.ending !== undefined);
  return goOn(plan, state, { [event.node]: failed });
}

/** R10: what ran when the worker was lost runs again and is told so, but a `once` effect is never repeated blindly. */
function resume(plan: Plan, state: RunState): Next {
  const changes: Record<NodeId, StepState> = {};
  for (const node of plan.nodes) {
    const step = stepOf(state.steps, node.id);
    if (step?.status !== 'running' || node.effect === 'none') continue;
    const unknown = { ...step, outcomeUnknown: true } as const;
    changes[node.id] = isOnce(node)
      ? {
          ...unknown,
          status: 'failed',
          failure: outcomeLost('The process was lost.'),
          ...(node.hasErrorEdge ? { port: ERROR_PORT } : {}),
        }
      : unknown;
  }
  return goOn(plan, state, changes, plan.nodes);
}

/** R11: failed and dropped steps are open again with a new budget; what the winding down kept back goes on. */
function retry(plan: Plan, { steps }: RunState): Next {
  const open: RunState = { status: 'running', steps };
  const changes: Record<NodeId, StepState> = {};
  for (const { id } of reopened(plan, open)) Object.assign(changes, again(open, id, 'new budget'));
  return goOn(plan, open, changes, plan.nodes);
}

function reopened(plan: Plan, { steps }: RunState): readonly PlanNode[] {
  return plan.nodes.filter(({ id }) => {
    const step = stepOf(steps, id);
    return step?.status === 'cancelled' || (step?.status === 'failed' && step.port === undefined);
  });
}

/** The next attempt of a step, as a change. */
function again({ steps }: RunState, node: NodeId, budget?: 'new budget'): Readonly<Record<NodeId, StepState>> {
  const { attempt = 0, outcomeUnknown, budgetFrom } = stepOf(steps, node) ?? {};
  const from = budget ? attempt + 1 : budgetFrom;
  return {
    [node]: {
      status: 'running',
      attempt: attempt + 1,
      ...(outcomeUnknown ? { outcomeUnknown } : {}),
      ...(from === undefined ? {} : { budgetFrom: from }),
    },
  };
}

/**
 * Puts `changes` into the run and takes it as far as it goes without the world: begins what can begin, skips what can no
 * longer be reached (R4, R5), winds down (R9), and ends when nothing is under way (R6). `asked` are the nodes to decide on
 * and to command besides those that follow from the changes.
 */
function goOn(
  plan: Plan,
  before: RunState,
  changes: Readonly<Record<NodeId, StepState>>,
  asked: readonly PlanNode[] = [],
): Next {
  const steps: Record<NodeId, StepState> = { ...before.steps, ...changes };
  const changed = Object.keys(changes).flatMap((id) => plan.byId.get(id) ?? []);
  const ending = before.ending ?? (changed.some(({ id }) => isUncaught(steps[id])) ? 'exception' : undefined);
  const touched = new Set([...asked, ...changed]);
  if (ending) dropTimers(steps);
  else for (const node of advance(plan, steps, [...touched])) touched.add(node);
  const state: RunState = { status: statusOf(steps, ending), ...(ending ? { ending } : {}), steps };
  const inOrder = [...touched].sort((a, b) => a.index - b.index);
  return { state, commands: commandsFor(plan, state, inOrder) };
}

/** R4, R5: decides every node whose incoming edges are now resolved, beginning at `from` and its successors. */
function advance(plan: Plan, steps: Record<NodeId, StepState>, from: readonly PlanNode[]): readonly PlanNode[] {
  const begun: PlanNode[] = [];
  const open = [...from];
  for (let node = open.pop(); node; node = open.pop()) {
    const step = stepOf(steps, node.id);
    if (!step) {
      const decision = decide(steps, node);
      if (decision === 'wait') continue;
      if (decision === 'begin') {
        steps[node.id] = { status: 'running', attempt: 1 };
        begun.push(node);
        continue;
      }
      steps[node.id] = { status: 'skipped', attempt: 0 };
    }
    for (const { to } of node.outgoing) {
      const target = plan.byId.get(to);
      if (target && !stepOf(steps, to)) open.push(target);
    }
  }
  return begun;
}

/** R9: a run that winds down begins no further attempt; the failure of the last one stays readable. */
function dropTimers(steps: Record<NodeId, StepState>): void {
  for (const [id, step] of Object.entries(steps)) {
    if (step.status !== 'waiting') continue;
    const { dueAt: _, ...rest } = step;
    steps[id] = { ...rest, status: 'cancelled' };
  }
}

/** R6: nothing under way means that everything is decided, because a plan has no cycles. */
function statusOf(steps: RunState['steps'], ending: RunState['ending']): RunState['status'] {
  let waiting = false;
  for (const { status } of Object.values(steps)) {
    if (status === 'running') return 'running';
    waiting ||= status === 'waiting';
  }
  return waiting ? 'waiting' : (ending ?? 'done');
}

function isUncaught(step: StepState | undefined): boolean {
  return step?.status === 'failed' && step.port === undefined;
}
