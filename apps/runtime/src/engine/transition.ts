import type { RunEvent } from '@lockstep/schema/run';
import { again, doubtAll, openAgain } from './again.ts';
import { type Command, commandsAfter, commandsOfAll } from './commands.ts';
import { type Draft, forEachLevel, isWindingDown, type Level, levelOf, openDraft } from './draft.ts';
import { failStep } from './failing.ts';
import { parkStep, releasedByTime } from './parking.ts';
import { isApart, type Place, refOf, stepAt } from './place.ts';
import type { Plan, PlanNode } from './plan.ts';
import { endWell, settleAll, settleFrom, settleScope } from './settle.ts';
import { isStale, reopened } from './stale.ts';
import { initialState, isOpen, promiseOf, type RunState, type StepState, settled, stepOf } from './state.ts';
import { hasFailedUndo, noteUndone, undoNext } from './undoing.ts';

export interface Next {
  readonly state: RunState;
  readonly commands: readonly Command[];
}

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/**
 * One event in; the new state and what to do about it out. No clock, no chance, no I/O. Rules: RUN.md.
 * A stale event gives back the very same state and no commands.
 */
export function transition(plan: Plan, state: RunState, event: RunEvent): Next {
  if (isStale(plan, state, event)) return { state, commands: [] };
  const draft = openDraft(plan, event.type === 'run.started' ? initialState : state, event.at);
  switch (event.type) {
    case 'run.started':
      start(draft, event);
      return finish(draft, 'all');
    case 'step.succeeded':
    case 'step.released':
      succeed(draft, event);
      return finish(draft);
    case 'step.failed':
      fail(draft, event);
      return finish(draft);
    case 'step.parked':
      change(draft, placeIn(event), (before) => parkStep(before, event));
      return finish(draft);
    case 'timer.fired':
      fire(draft, placeIn(event));
      return finish(draft);
    case 'scope.fed':
      feed(draft, event);
      return finish(draft);
    case 'scope.judged':
      judge(draft, event);
      return finish(draft);
    case 'run.expired':
      delete draft.run.deadlineAt;
      draft.run.ending = 'exception';
      draft.run.expired = true;
      settleAll(draft);
      return finish(draft);
    case 'run.cancelled':
      if (event.idle) giveUp(draft);
      draft.run.ending = 'cancelled';
      settleAll(draft);
      return finish(draft);
    case 'run.filtered':
      setAside(draft, event);
      return { state: draft.run, commands: commandsAfter(draft, draft.run) };
    case 'sla.breached':
      breach(draft, event);
      return { state: draft.run, commands: [] };
    case 'run.resumed':
      doubtAll(draft);
      settleAll(draft);
      return finish(draft, 'all');
    case 'run.retried':
      retry(draft);
      return finish(draft, 'all');
    case 'run.migrated':
      return { state, commands: [] }; // R26
    default:
      return event satisfies never;
  }
}

/** R6: nothing under way means that everything is decided, because a plan has no cycles. R14: what is to be undone comes first. */
function finish(draft: Draft, asked?: 'all'): Next {
  const { plan, run } = draft;
  if (run.ending) undoNext(draft);
  const isStuck = run.ending && hasFailedUndo(plan, run);
  run.status = statusOf(run, isStuck ? 'exception' : (run.ending ?? 'done'));
  return { state: run, commands: asked ? commandsOfAll(draft, run) : commandsAfter(draft, run) };
}

function statusOf({ steps, undoing = {} }: RunState, end: RunState['status']): RunState['status'] {
  const all = [...Object.values(steps), ...Object.values(undoing)];
  if (all.some(isRunning)) return 'running';
  return all.some(isOpen) ? 'waiting' : end;
}

/** True for a step, or a scope with an item, that somebody works on now. */
function isRunning(step: StepState): boolean {
  if (step.status === 'running') return true;
  if (!step.scope || !isOpen(step)) return false;
  return Object.values(step.scope.items).some(({ judging, steps }) => judging || Object.values(steps).some(isRunning));
}

function placeIn({ node, item = '' }: { readonly node: string; readonly item?: string | undefined }): Place {
  return { node, item };
}

/** Puts what became of a step into the run, and goes on from there. */
function change(
  draft: Draft,
  place: Place,
  step: (before: StepState, node: PlanNode, level?: Level) => StepState,
  isKept = false,
): void {
  put(draft, place, step, isKept);
  settleFrom(draft, place);
}

function put(
  draft: Draft,
  place: Place,
  change: (before: StepState, node: PlanNode, level?: Level) => StepState,
  isKept = false,
): void {
  const { plan, run } = draft;
  const [node, before] = [plan.byId.get(place.node), stepAt(plan, run, place)];
  const level = levelOf(draft, place);
  if (!node || !before) return;
  const after = change(before, node, level);
  if (isApart(node, place)) run.undoing = { ...run.undoing, [refOf(place)]: after };
  else if (level) level.frame.steps[place.node] = after;
  draft.touch(place);
  if (node.undoes !== undefined && after.status === 'succeeded') noteUndone(draft, place, node);
  // R14: the effects that can be undone, the newest last. What a replay was seeded with, or kept, is another run's.
  if (node.undo !== undefined && after.status === 'succeeded' && !isKept)
    run.done = [...(run.done ?? []), refOf(place)];
}

function succeed(draft: Draft, event: EventOf<'step.succeeded' | 'step.released'>): void {
  const { attempt, port, output } = event;
  const place = placeIn(event);
  const isKept = event.type === 'step.succeeded' && event.kept !== undefined;
  change(
    draft,
    place,
    ({ scope }) => ({ status: 'succeeded', attempt, port, output, ...(scope && { scope: settled(scope) }) }),
    isKept,
  );
}

/** R16: told once; nothing else changes. */
function breach(draft: Draft, event: EventOf<'sla.breached'>): void {
  const { node, item = '' } = event;
  if (node === undefined) {
    delete draft.run.slaAt;
    draft.run.slaBreached = true;
  } else {
    put(draft, { node, item }, ({ slaAt: _, ...step }) => ({ ...step, slaBreached: true }));
  }
}

/** R9, L1: what was commanded and never begun is dropped; the host says that nothing is under way. Undo steps are kept. */
function giveUp(draft: Draft): void {
  forEachLevel(draft, draft.top, ({ frame, nodes }) => {
    for (const { id, undoes } of nodes) {
      const step = stepOf(frame.steps, id);
      if (step?.status !== 'running' || undoes !== undefined) continue;
      frame.steps[id] = { ...step, status: step.scope ? 'open' : 'cancelled' };
    }
  });
}

/** L1: the run has nothing to do any more. */
function setAside(draft: Draft, { reason }: EventOf<'run.filtered'>): void {
  giveUp(draft);
  draft.run.ending = 'cancelled';
  settleAll(draft);
  delete draft.run.ending;
  draft.run.status = 'done';
  draft.run.filtered = reason;
}

/** R3: the trigger that received the message is done, other triggers are skipped, seeded steps count as done. */
function start(draft: Draft, event: EventOf<'run.started'>): void {
  const { node, output, seed = [], kept, unsure, unplaced } = event;
  const { plan, run, at } = draft;
  const steps: Record<string, StepState> = {};
  for (const { id, trigger } of plan.nodes) if (trigger) steps[id] = { status: 'skipped', attempt: 0 };
  const received = plan.byId.get(node);
  if (received) steps[node] = { status: 'succeeded', attempt: 1, port: received.firstPort, output };
  const seeded = seed.filter((step) => plan.byId.get(step.node)?.scopes.length === 0);
  for (const { node: id, ...gave } of seeded) steps[id] = { status: 'succeeded', attempt: 0, ...gave };
  // A message that nothing in this version takes must end where a person sees it, not as done.
  if (unplaced !== undefined || (!received && seeded.length === 0)) run.ending = 'exception';
  if (unplaced !== undefined) run.unplaced = unplaced;
  if (plan.deadlineMs !== undefined) run.deadlineAt = at + plan.deadlineMs;
  if (plan.slaMs !== undefined) run.slaAt = at + plan.slaMs;
  // R27
  if (kept) run.kept = Object.fromEntries(kept.map(({ node: id, port, output: gave }) => [id, { port, output: gave }]));
  if (unsure && unsure.length > 0) run.unsure = unsure;
  run.status = 'running';
  run.steps = steps;
  settleAll(draft);
}

function fail(draft: Draft, event: EventOf<'step.failed'>): void {
  change(draft, placeIn(event), (before, node, level) => {
    // R14: undoing is what the winding down is for, so its steps are tried again.
    const isLast = level !== undefined && isWindingDown(level) && node.undoes === undefined;
    const failed = failStep(node, before, event, isLast);
    if (!before.scope) return failed;
    // R21: what comes to nothing is the pull. Its items settle before the scope does.
    const { port: _, ...kept } = { ...failed, scope: before.scope };
    if (failed.status === 'waiting') return kept;
    const scope =
      failed.status === 'failed' ? { ...before.scope, failure: before.scope.failure ?? event.failure } : before.scope;
    return { ...kept, status: 'open', scope };
  });
}

/** R7, R13, R23: the next attempt, the end of a wait, or the next turn. */
function fire(draft: Draft, place: Place): void {
  change(draft, place, (before) => {
    const released = releasedByTime(before);
    if (released) return released;
    if (!before.scope?.resting) return again(before);
    const { dueAt: _, ...step } = before;
    return { ...step, status: 'open' };
  });
}

/** R19: a pull answered; its items may begin. */
function feed(draft: Draft, event: EventOf<'scope.fed'>): void {
  const { attempt, count, next, page } = event;
  change(draft, placeIn(event), (before) => {
    const { scope } = before;
    const from = scope?.fed ?? 0;
    const { cursor, end: _, ...rest } = scope ?? { next: 0, ended: 0, failed: 0, pages: [], items: {} };
    const found = { from, count, ...(cursor !== undefined && { cursor }), ...(page && { page }) };
    return {
      status: 'open',
      attempt,
      ...promiseOf(before),
      scope: {
        ...rest,
        fed: from + count,
        pages: count > 0 ? [...rest.pages, found] : rest.pages,
        ...(next === undefined ? { end: true } : { cursor: next }),
      },
    };
  });
}

/** R22: the condition was computed: the item has ended, and maybe the scope with it. */
function judge(draft: Draft, event: EventOf<'scope.judged'>): void {
  const { index, stop, failure } = event;
  const place = placeIn(event);
  const [node, level] = [draft.plan.byId.get(place.node), levelOf(draft, place)];
  if (!node || !level) return;
  const scope = draft.scope(level, node);
  if (failure) scope.failure ??= failure;
  else {
    if (stop) scope.stopped = true;
    endWell(draft, level, node, index);
  }
  settleScope(draft, level, node, []);
  settleFrom(draft, place);
}

/**
 * R11: failed and dropped steps are open again with a new budget; what the winding down kept back goes on. A run that began
 * to undo goes on undoing, and only that.
 */
function retry(draft: Draft): void {
  const { plan, run, at } = draft;
  for (const place of reopened(plan, run)) put(draft, place, (before, node) => openAgain(before, node, at));
  if (!run.done) {
    delete run.ending;
    delete run.expired;
    delete run.unplaced;
    forEachLevel(draft, draft.top, ({ frame }) => delete frame.ending);
    if (plan.deadlineMs !== undefined) run.deadlineAt = at + plan.deadlineMs;
  }
  settleAll(draft);
}
