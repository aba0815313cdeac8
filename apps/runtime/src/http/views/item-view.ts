import type { RunItemView, StepView } from '@lockstep/schema/api';
import { ERROR_PORT, SCOPE_PORT } from '@lockstep/schema/graph';
import type { Payload, RunEvent } from '@lockstep/schema/run';
import { frameAt, itemPath, type NodeId, type PlanNode, type ScopeState, type StepState } from '../../engine/index.ts';
import type { Db } from '../../store/index.ts';
import { countItems, type RunItemRow, readFeeds, readItemEvents, readItemRow } from '../../store/run-items-view.ts';
import type { RunRow } from '../../store/runs-view.ts';
import { stepHistories } from './history.ts';
import { stepView, type ToldRun } from './run-view.ts';

/** A row of the list of items. */
export function itemView({ parent, idx, status, failedNode, failure, input }: RunItemRow): RunItemView {
  return {
    path: itemPath(parent, idx),
    status,
    ...(failedNode !== null && { step: failedNode }),
    ...(failure !== null && { failure }),
    ...(input !== null && { value: input }),
  };
}

/** The steps of an item and of the items it lies in, outermost scope first; `undefined` when there is no such item. */
export async function itemSteps(
  told: ToldRun,
  at: { readonly scope: NodeId; readonly item: string },
  row: RunRow,
  db: Db,
): Promise<StepView[] | undefined> {
  const scopes = [...(told.plan.byId.get(at.scope)?.scopes ?? []), at.scope];
  const indexes = at.item.split('.');
  if (indexes.length !== scopes.length) return undefined;
  const steps: StepView[] = [];
  for (const [depth, scope] of scopes.entries()) {
    const item = indexes.slice(0, depth + 1).join('.');
    const inner = await tellItem(told, { scope, item }, row, db);
    if (!inner) return undefined;
    const body = inner.flow.nodes.filter((node) => node.scope === scope);
    steps.push(
      ...body.map((node) => {
        const view = stepView(node, inner, row);
        const open = view.scope?.open.map((index) => itemPath(item, Number(index)));
        return { ...view, item, ...(view.scope && open && { scope: { ...view.scope, open } }) };
      }),
    );
  }
  return steps;
}

/** One item told as a run is: the state and the history of the steps in its body, with its scope leading to them. */
export async function tellItem(
  told: ToldRun,
  { scope, item }: { readonly scope: NodeId; readonly item: string },
  row: RunRow,
  db: Db,
): Promise<ToldRun | undefined> {
  const body = told.plan.bodies.get(scope) ?? [];
  const [first] = body;
  if (!first) return undefined;
  const { parent, index } = placeOfItem(item);
  const [all, ended] = await Promise.all([
    readItemEvents(db, row.id, item),
    readItemRow(db, { runId: row.id, node: scope, parent }, index),
  ]);
  const ids = new Set(body.map(({ id }) => id));
  const events = all.filter((event) => 'node' in event && event.node !== undefined && ids.has(event.node));
  const frame = frameAt(told.plan, told.state, { node: first.id, item });
  if (!frame && !ended && events.length === 0) return undefined;
  const entries = body.map(async (node) => [node.id, await endedStep(node, events, { row, item, db })] as const);
  const steps = frame?.steps ?? Object.fromEntries(await Promise.all(entries));
  const entry: StepState = { status: 'succeeded', attempt: 1, port: SCOPE_PORT };
  return {
    ...told,
    state: { ...told.state, steps: { ...steps, [scope]: entry } },
    events,
    histories: stepHistories(events),
  };
}

/** Which item a path names: the item its scope belongs to, and its index there. */
export function placeOfItem(item: string): { readonly parent: string; readonly index: number } {
  const cut = item.lastIndexOf('.');
  return { parent: item.slice(0, Math.max(0, cut)), index: Number(item.slice(cut + 1)) };
}

/** Where a step of an item that is over stood at its end: nothing is left of it but its events. */
async function endedStep(
  node: PlanNode,
  events: readonly RunEvent[],
  { row, item, db }: { readonly row: RunRow; readonly item: string; readonly db: Db },
): Promise<StepState> {
  const scope = node.rules && endedScope(await countItems(db, { runId: row.id, node: node.id, parent: item }));
  const state: StepState = events
    .filter((event) => 'node' in event && event.node === node.id)
    .reduce<StepState>((before, event) => next(before, event, node), { status: 'skipped', attempt: 0 });
  // What was under way when the scope stopped was given up.
  const status = state.status === 'running' || state.status === 'waiting' ? 'cancelled' : state.status;
  return { ...state, status, ...(scope && { scope }) };
}

function next(before: StepState, event: RunEvent, node: PlanNode): StepState {
  switch (event.type) {
    case 'step.succeeded':
      return { status: 'succeeded', attempt: event.attempt, port: event.port, output: event.output };
    case 'step.released':
      return { status: 'succeeded', attempt: before.attempt, port: event.port, output: event.output };
    case 'step.failed': {
      const { attempt, failure } = event;
      const port = node.hasErrorEdge ? { port: ERROR_PORT } : {};
      return { status: 'failed', attempt, failure, ...port };
    }
    case 'step.parked':
      return { status: 'waiting', attempt: event.attempt, park: event.park };
    case 'timer.fired': {
      const deadline = before.park?.deadline;
      return deadline ? { status: 'succeeded', attempt: before.attempt, ...deadline } : before;
    }
    case 'scope.fed':
      return { status: 'running', attempt: event.attempt };
    default:
      return before;
  }
}

function endedScope({ ended, failed }: { readonly ended: number; readonly failed: number }): ScopeState {
  return { fed: ended, next: ended, ended, failed, end: true, pages: [], items: {} };
}

/** What an item is: found in what fed its scope; a turn after the first works on what the one before gave. */
export async function itemPayload(
  { plan }: ToldRun,
  { scope, item }: { readonly scope: NodeId; readonly item: string },
  row: RunRow,
  db: Db,
): Promise<{ readonly payload: Payload; readonly index?: number } | undefined> {
  const { parent, index } = placeOfItem(item);
  const place = { runId: row.id, node: scope, parent };
  if (plan.byId.get(scope)?.rules?.turns && index > 0) {
    const before = await readItemRow(db, place, index - 1);
    if (before?.outputRef) return { payload: { ref: before.outputRef, bytes: 0 } };
    return before?.output ? { payload: { value: JSON.parse(before.output) } } : undefined;
  }
  let from = 0;
  for (const { count, page } of await readFeeds(db, place)) {
    if (index < from + count) return page && { payload: page, index: index - from };
    from += count;
  }
  return undefined;
}
