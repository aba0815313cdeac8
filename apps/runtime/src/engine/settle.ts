import { ERROR_PORT } from '@lockstep/schema/graph';
import { advance } from './advance.ts';
import { type Draft, isWindingDown, type Level, levelAround, type OpenScope } from './draft.ts';
import { failedIn, neededPages, newItem, resultOf, undoLimit } from './items.ts';
import type { Place } from './place.ts';
import type { PlanNode } from './plan.ts';
import { isOpen, isUncaught, isUnderWay, promiseOf, type StepState, settled, stepOf } from './state.ts';
import { undoItem } from './undoing.ts';

/**
 * Takes a level as far as it goes without the world: begins what can begin, skips what can no longer be reached (R4, R5), or
 * winds down (R9). `from` are the nodes to decide on besides those that follow from them.
 */
function settle(draft: Draft, level: Level, from: readonly PlanNode[]): void {
  noteFailures(draft, level);
  if (!isWindingDown(level)) {
    advance(draft, level, from);
    // A `once` effect in doubt fails as it is reached: what follows from that is decided as for any failure.
    noteFailures(draft, level);
  }
  if (isWindingDown(level)) windDown(draft, level);
}

/** Settles what a change at a place leads to: its own level, then the scopes around it, one after another. */
export function settleFrom(draft: Draft, place: Place): void {
  const node = draft.plan.byId.get(place.node);
  let level = levelAround(draft, place);
  if (node?.rules) settleScope(draft, level, node, []);
  settle(draft, level, node && stepOf(level.frame.steps, node.id) ? [node] : []);
  while (level.up) {
    const { level: around, scope, index } = level.up;
    settleScope(draft, around, scope, [index]);
    settle(draft, around, [scope]);
    level = around;
  }
}

/** Settles everything, the innermost first: a start, a takeover and a retry by hand ask every node. */
export function settleAll(draft: Draft, level: Level = draft.top): void {
  for (const node of level.nodes) {
    if (!node.rules || !isOpen(stepOf(level.frame.steps, node.id))) continue;
    const items = itemsOf(level, node);
    for (const index of items) {
      const inner = draft.item(level, node, index);
      if (inner) settleAll(draft, inner);
    }
    settleScope(draft, level, node, items);
  }
  settle(draft, level, level.nodes);
}

/** R9 and R21: after a failure that nothing catches a run, or an item and maybe its scope, begins nothing more. */
function noteFailures(draft: Draft, { nodes, frame, item, up }: Level): void {
  if (!nodes.some(({ id }) => isUncaught(stepOf(frame.steps, id)))) return;
  frame.ending ??= 'exception';
  const cause = failedIn(nodes, frame);
  if (up?.scope.rules?.onError !== 'stop' || !cause) return;
  const scope = draft.scope(up.level, up.scope);
  scope.failure ??= cause.failure;
  scope.cause ??= { node: cause.failedNode, item };
}

/**
 * R9: what winds down begins no further attempt and waits for nobody; the failure of the last attempt stays readable. Undo
 * steps are what is still to be done, so theirs are kept.
 */
function windDown(draft: Draft, level: Level): void {
  const { steps } = level.frame;
  for (const node of level.nodes) {
    const step = stepOf(steps, node.id);
    if (node.undoes !== undefined || !step || !isOpen(step)) continue;
    if (step.scope) settleScope(draft, level, node, itemsOf(level, node));
    else if (step.status === 'waiting') steps[node.id] = { ...withoutWait(step), status: 'cancelled' };
  }
}

/** How far a run that it called came is not known here (R25). */
function withoutWait({ dueAt: _, park, ...step }: StepState): StepState {
  return park?.on?.kind === 'call' ? { ...step, outcomeUnknown: true } : step;
}

/** R20 to R24: ends the items that are over, begins others, asks for more, and settles the scope when nothing is left. */
export function settleScope(draft: Draft, level: Level, node: PlanNode, changed: readonly number[]): void {
  const step = stepOf(level.frame.steps, node.id);
  if (!step?.scope || !isOpen(step)) return;
  const scope = draft.scope(level, node);
  for (const index of changed) endItem(draft, level, node, index);
  if (!isStopping(level, scope)) beginItems(draft, level, node);
  if (isStopping(level, scope)) stopScope(draft, level, node);
  else if (node.rules?.turns) goOnTurning(draft, level, node);
  else goOnFeeding(draft, level, node);
  scope.pages = neededPages(scope);
}

function isStopping(level: Level, scope: OpenScope): boolean {
  return scope.failure !== undefined || isWindingDown(level);
}

function itemsOf(level: Level, { id }: PlanNode): readonly number[] {
  return Object.keys(stepOf(level.frame.steps, id)?.scope?.items ?? {}).map(Number);
}

/** R20: an item ends when none of its steps is under way. R21: one that failed takes back what it did first. R22: it is judged. */
function endItem(draft: Draft, level: Level, node: PlanNode, index: number): void {
  const scope = draft.scope(level, node);
  const inner = draft.item(level, node, index);
  if (!inner || isUnderWay(inner.frame)) return;
  if (isStopping(level, scope)) {
    if (isComplete(inner)) endWell(draft, level, node, index);
  } else if (inner.frame.ending) {
    if (undoItem(draft, inner.item)) return;
    const cause = failedIn(inner.nodes, inner.frame);
    dropWithin(draft, inner);
    scope.failed += 1;
    scope.ended += 1;
    delete scope.items[index];
    draft.end({ node: node.id, item: level.item, index, status: 'failed', ...cause });
  } else if (!node.rules?.judged) {
    endWell(draft, level, node, index);
  } else if (!inner.frame.judging) {
    inner.frame.judging = true;
    draft.judge({ node: node.id, item: level.item, index });
  }
}

/** True for an item of which nothing was kept back: it came to its end while its scope stops. */
function isComplete({ nodes, frame }: Level): boolean {
  return nodes.every(({ id, undoes }) => {
    const step = stepOf(frame.steps, id);
    return undoes !== undefined || (step && step.status !== 'cancelled' && !isUncaught(step));
  });
}

/** R20: the item has succeeded. */
export function endWell(draft: Draft, level: Level, node: PlanNode, index: number): void {
  const scope = draft.scope(level, node);
  const inner = draft.item(level, node, index);
  if (!inner) return;
  const output = resultOf(inner.nodes, inner.frame);
  scope.ended += 1;
  delete scope.items[index];
  if (node.rules?.turns) scope.result = output;
  draft.end({ node: node.id, item: level.item, index, status: 'done', ...(node.rules?.results && { output }) });
}

/** R20: items begin in their order, as many at a time as the scope allows. */
function beginItems(draft: Draft, level: Level, node: PlanNode): void {
  const scope = draft.scope(level, node);
  const { parallelism = 1, turns } = node.rules ?? {};
  const body = draft.plan.bodies.get(node.id) ?? [];
  while (!scope.stopped && scope.next < scope.fed && Object.keys(scope.items).length < (turns ? 1 : parallelism)) {
    const limit = undoLimit(body, draft.run);
    if (limit) {
      scope.failure = limit;
      return;
    }
    beginItem(draft, level, node);
  }
}

function beginItem(draft: Draft, level: Level, node: PlanNode): void {
  const scope = draft.scope(level, node);
  const index = scope.next;
  scope.next += 1;
  scope.items[index] = newItem(node.id, index === 0 ? undefined : scope.result);
  const inner = draft.item(level, node, index);
  if (inner) settle(draft, inner, inner.nodes);
  endItem(draft, level, node, index);
}

/** R19: asks for more while too few items wait to begin. R24: collects what the items gave when nothing more comes. */
function goOnFeeding(draft: Draft, level: Level, node: PlanNode): void {
  const step = stepOf(level.frame.steps, node.id);
  const scope = draft.scope(level, node);
  if (step?.status !== 'open') return;
  const isOver = scope.stopped || (scope.end && scope.next >= scope.fed);
  if (!isOver && !scope.end && scope.fed - scope.next < (node.rules?.parallelism ?? 1)) {
    ask(draft, level, node);
  } else if (isOver && Object.keys(scope.items).length === 0) {
    scope.gathering = true;
    ask(draft, level, node);
  }
}

/** R23: the next turn works on what the one before gave, after a pause, until the condition is met or there were enough. */
function goOnTurning(draft: Draft, level: Level, node: PlanNode): void {
  const step = stepOf(level.frame.steps, node.id);
  const { turns, donePort = '' } = node.rules ?? {};
  const scope = draft.scope(level, node);
  if (step?.status !== 'open' || !turns || Object.keys(scope.items).length > 0) return;
  if (scope.stopped || scope.next >= turns.max) {
    const port = scope.stopped ? donePort : turns.limitPort;
    const output = scope.result ?? { value: null };
    level.frame.steps[node.id] = { status: 'succeeded', attempt: step.attempt, port, output, scope: settled(scope) };
  } else if (turns.delayMs > 0 && !scope.resting) {
    scope.resting = true;
    const attempt = step.attempt + 1;
    level.frame.steps[node.id] = { ...step, status: 'waiting', attempt, dueAt: draft.at + turns.delayMs };
    draft.touch({ node: node.id, item: level.item });
  } else {
    delete scope.resting;
    beginItem(draft, level, node);
    goOnTurning(draft, level, node);
  }
}

/** A new attempt of the scope itself, with a budget of its own. */
function ask(draft: Draft, level: Level, node: PlanNode): void {
  const step = stepOf(level.frame.steps, node.id);
  if (!step?.scope) return;
  const attempt = step.attempt + 1;
  level.frame.steps[node.id] = {
    status: 'running',
    attempt,
    budgetFrom: attempt,
    ...promiseOf(step),
    scope: step.scope,
  };
  draft.touch({ node: node.id, item: level.item });
}

/** R21: nothing new begins in a scope that stops; it has failed, or is dropped, when what is under way in it has settled. */
function stopScope(draft: Draft, level: Level, node: PlanNode): void {
  const { steps } = level.frame;
  const scope = draft.scope(level, node);
  for (const index of itemsOf(level, node)) {
    const inner = draft.item(level, node, index);
    if (inner) windDown(draft, inner);
  }
  const step = stepOf(steps, node.id);
  if (!step || step.status === 'running') return;
  const isBusy = itemsOf(level, node).some((index) => {
    const inner = draft.item(level, node, index);
    return inner !== undefined && isUnderWay(inner.frame);
  });
  const { failure: own, ...rest } = withoutWait(step);
  if (isBusy) {
    steps[node.id] = { ...rest, ...(own && { failure: own }), status: 'open' };
  } else if (!scope.failure) {
    steps[node.id] = { ...rest, ...(own && { failure: own }), status: 'cancelled' };
  } else {
    steps[node.id] = { ...rest, status: 'failed', failure: scope.failure };
    if (!node.hasErrorEdge) return;
    dropItems(draft, level, node);
    const over = settled(draft.scope(level, node));
    steps[node.id] = { ...rest, status: 'failed', failure: scope.failure, port: ERROR_PORT, scope: over };
  }
}

/** A failure that is caught, or counted, is not tried again: the items that were under way are over. */
function dropItems(draft: Draft, level: Level, node: PlanNode): void {
  const scope = draft.scope(level, node);
  for (const index of itemsOf(level, node)) {
    const inner = draft.item(level, node, index);
    const cause = inner && failedIn(inner.nodes, inner.frame);
    if (inner) dropWithin(draft, inner);
    delete scope.items[index];
    if (cause) {
      scope.failed += 1;
      scope.ended += 1;
    }
    draft.end({ node: node.id, item: level.item, index, status: cause ? 'failed' : 'dropped', ...cause });
  }
}

/** The items of scopes within an item that is over. */
function dropWithin(draft: Draft, level: Level): void {
  for (const node of level.nodes) if (node.rules && itemsOf(level, node).length > 0) dropItems(draft, level, node);
}
