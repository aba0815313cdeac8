import type { AttemptView, RunMove, RunStatusView, RunView, StepView, WaitingFor } from '@lockstep/schema/api';
import type { FlowNode } from '@lockstep/schema/graph';
import { isEnded, type Json, type RunEvent } from '@lockstep/schema/run';
import {
  ENGINE_VERSION,
  fold,
  initialState,
  type Plan,
  type RunState,
  type StepState,
  stepOf,
} from '../../engine/index.ts';
import type { LoadedFlow } from '../../runner/steps/index.ts';
import { connectionNames } from '../../store/connections.ts';
import { exceptionOfRun } from '../../store/exceptions.ts';
import type { Db } from '../../store/index.ts';
import { readRunPlace } from '../../store/lanes/view.ts';
import { type RunRow, readPayload, readRunEvents, readRunSince } from '../../store/runs-view.ts';

import type { Doors } from '../ports.ts';
import { callerViews, callViews } from './calls.ts';
import { type StepHistory, stepHistories } from './history.ts';
import { runLane } from './run-lane.ts';
import { stampOf } from './run-stamp.ts';
import { runSummary } from './run-summary.ts';
import { scopeView } from './scope-view.ts';
import { parkedView, runBreachedMs, slaView, undoView } from './waiting.ts';

/** A run with the flow it travels and what happened at each step, told by the rules of the engine. */
export async function runView(row: RunRow, doors: Pick<Doors, 'db' | 'flows'>): Promise<RunView> {
  return viewOf(row, await tellRun(row, doors), doors);
}

/** The same of what was told already. */
export async function viewOf(row: RunRow, told: ToldRun, doors: Pick<Doors, 'db' | 'flows'>): Promise<RunView> {
  const [summary, exceptionId, place, calledBy] = await Promise.all([
    runSummary(row, doors),
    exceptionOfRun(doors.db, row.id),
    readRunPlace(doors.db, row.id),
    callerViews(row, doors),
  ]);
  const calls = await callViews(row.id, told, doors);
  const moves = movesIn(told.events);
  const lane = runLane(place, told);
  const steps = await withWaitingFor(
    told.flow.nodes.map((node) => stepView(node, told, row)),
    doors,
  );
  const waitingFor = row.status === 'waiting' ? steps.find((step) => step.waitingFor)?.waitingFor : undefined;
  return {
    ...summary,
    trigger: row.trigger,
    stamp: stampOf(row),
    flow: told.flow,
    steps,
    ...(waitingFor && { waitingFor }),
    ...(exceptionId !== undefined && { exceptionId }),
    ...(moves.length > 0 && { moves }),
    ...(calls.length > 0 && { calls: [...calls] }),
    ...(calledBy.length > 0 && { calledBy: [...calledBy] }),
    ...timesOf(told),
    ...replayOf(row, told),
    ...(lane && { lane }),
  };
}

function movesIn(events: readonly RunEvent[]): RunMove[] {
  return events.flatMap((event) => {
    if (event.type !== 'run.migrated') return [];
    const { from, to, by, at } = event;
    return [{ from, to, by, at: new Date(at).toISOString() }];
  });
}

/** Which run it repeats, and which repeats it. */
function replayOf({ replayOf: of, replayedBy }: RunRow, { events }: ToldRun): Pick<RunView, 'replay' | 'replayedBy'> {
  const [first] = events;
  const repeat = first?.type === 'run.started' ? first.repeat : undefined;
  return {
    ...(of !== null && { replay: { of, repeat: repeat?.steps ?? [], ...(repeat && { repeatBy: repeat.by }) } }),
    ...(replayedBy !== null && { replayedBy }),
  };
}

/** What was promised about the run as a whole. */
function timesOf({ plan, state, events }: ToldRun): Pick<RunView, 'deadlineAt' | 'sla'> {
  const sla = slaView(plan.slaMs, runBreachedMs(events));
  const { deadlineAt } = state;
  return {
    ...(deadlineAt !== undefined && !isEnded(state.status) && { deadlineAt: new Date(deadlineAt).toISOString() }),
    ...(sla && { sla }),
  };
}

/** The public answer at the status address: no data, no names of people. */
export async function runStatus(row: RunRow, doors: Pick<Doors, 'db' | 'flows'>): Promise<RunStatusView> {
  const { flow, plan, state } = await tellRun(row, doors);
  const answered = await answeredWith(plan, state, doors.db);
  const kept = isEnded(row.status) ? [] : flow.nodes.flatMap(({ id }) => keptBy(stepOf(state.steps, id)) ?? []);
  const names = await namesOf(kept, doors.db);
  return {
    runId: row.id,
    flow: row.flowId,
    version: row.version,
    status: row.status,
    ...(answered !== undefined && { answered }),
    ...(kept.length > 0 && { waitingFor: [...new Set(kept.map((connection) => names.get(connection) ?? connection))] }),
    steps: flow.nodes.map(({ id, name }) => {
      const step = stepOf(state.steps, id);
      return { node: id, name, status: statusOf(step), attempts: step?.attempt ?? 0 };
    }),
  };
}

/** Status of the first answer, in the order of the drawing, as a waiting caller gets it. */
async function answeredWith({ nodes }: Plan, state: RunState, db: Db): Promise<number | undefined> {
  for (const { id, responds, disabled } of nodes) {
    const step = responds && !disabled ? stepOf(state.steps, id) : undefined;
    if (step?.status !== 'succeeded' || !step.output) continue;
    const { output } = step;
    const value =
      'value' in output ? output.value : (JSON.parse((await readPayload(db, output.ref)) ?? 'null') as Json);
    if (value !== null && typeof value === 'object' && 'status' in value && typeof value.status === 'number')
      return value.status;
  }
  return undefined;
}

/** The connection that does not let a waiting step through: its system is away, or its limits are used up. */
function keptBy(step: Pick<StepState, 'status' | 'failure'> | undefined): string | undefined {
  return step?.status === 'waiting' ? step.failure?.connection : undefined;
}

async function namesOf(connections: readonly string[], db: Db): Promise<ReadonlyMap<string, string>> {
  return connections.length === 0 ? new Map() : connectionNames(db, connections);
}

export interface ToldRun {
  readonly flow: RunView['flow'];
  readonly plan: Plan;
  readonly nodes: LoadedFlow['nodes'];
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly histories: ReadonlyMap<string, StepHistory>;
  /** What happened to items is not among `events`. */
  readonly hasScopes: boolean;
}

export async function tellRun(row: RunRow, { db, flows }: Pick<Doors, 'db' | 'flows'>): Promise<ToldRun> {
  const [{ flow, plan, nodes }, events] = await Promise.all([
    flows.load(row.snapshotId),
    readRunEvents(db, row.id, row.lastSeq),
  ]);
  const hasScopes = plan.nodes.some(({ rules }) => rules !== undefined);
  const { state } = hasScopes ? await foldWithItems(row, plan, db) : fold(plan, events);
  return { flow, plan, nodes, events, state, hasScopes, histories: stepHistories(events) };
}

/** A run may have a hundred thousand items: what happened to them is folded from the newest state that was kept on. */
async function foldWithItems(row: RunRow, plan: Plan, db: Db): Promise<{ readonly state: RunState }> {
  const { kept, events } = await readRunSince(db, row.id, ENGINE_VERSION, row.lastSeq);
  return fold(plan, events, kept === undefined ? initialState : (JSON.parse(kept) as RunState));
}

/** Tells of each step that was kept from its system which one it waits for. */
async function withWaitingFor(steps: readonly StepView[], { db }: Pick<Doors, 'db'>): Promise<StepView[]> {
  const kept = (step: StepView) => (step.status === 'waiting' ? step.failure?.connection : undefined);
  const names = await namesOf(
    steps.flatMap((step) => kept(step) ?? []),
    db,
  );
  return steps.map((step) => {
    const connection = kept(step);
    if (connection === undefined) return step;
    const waitingFor: WaitingFor = {
      connection,
      name: names.get(connection) ?? connection,
      ...(step.dueAt !== undefined && { until: step.dueAt }),
    };
    return { ...step, waitingFor };
  });
}

export function stepView(node: FlowNode, told: ToldRun, row: RunRow): StepView {
  const { plan, state, histories, events } = told;
  const history = histories.get(node.id);
  const step = stepOf(state.steps, node.id);
  const times = stepTimes(node, step, history, events);
  const { startedMs, endedMs } = times;
  const status = statusOf(step);
  const parked = step && parkedView(step);
  const undo = undoView(plan, state, node.id);
  const kept = keptView(node, step, told);
  const sla = slaView(plan.byId.get(node.id)?.slaMs, history?.breachedMs);
  return {
    node: node.id,
    name: node.name,
    type: node.type,
    status: shownStatus(status, row),
    ...(step?.port !== undefined && { port: step.port }),
    attempts: attemptsOf(row.status === 'queued' ? undefined : step, history),
    ...(startedMs !== undefined && { startedAt: new Date(startedMs).toISOString() }),
    ...(endedMs !== undefined && { endedAt: new Date(endedMs).toISOString() }),
    ...(startedMs !== undefined &&
      endedMs !== undefined && { durationMs: Math.round((endedMs - startedMs) * 10) / 10 }),
    ...(step?.status === 'waiting' && step.dueAt !== undefined && { dueAt: new Date(step.dueAt).toISOString() }),
    ...(step?.failure && status !== 'succeeded' && { failure: step.failure }),
    ...(parked && { parked }),
    ...(undo && { undo }),
    ...(sla && { sla }),
    ...(kept && { kept }),
    ...(step?.scope && { scope: scopeView(step.scope, status) }),
  };
}

/** What an earlier run did, and this one kept (R27): told at the start, or for a step of an item by its event. */
function keptView({ id }: FlowNode, step: StepState | undefined, { events, histories }: ToldRun): StepView['kept'] {
  if (step?.status !== 'succeeded') return undefined;
  const [first] = events;
  const told = first?.type === 'run.started' ? first.kept?.find(({ node }) => node === id) : undefined;
  const end = histories.get(id)?.succeeded;
  const kept = step.attempt === 0 ? told : end?.type === 'step.succeeded' ? end.kept : undefined;
  return kept && { runId: kept.runId, ...(kept.at !== undefined && { at: new Date(kept.at).toISOString() }) };
}

/** A run that ended leaves nothing under way, and one that waits for its turn, or for room, has begun nothing. */
function shownStatus(status: StepView['status'], { status: run }: RunRow): StepView['status'] {
  if (status !== 'running') return status;
  if (run === 'queued') return 'pending';
  return isEnded(run) ? 'cancelled' : status;
}

/** A scope that has nothing to do itself goes on as its items do. */
function statusOf(step: StepState | undefined): StepView['status'] {
  if (step?.status !== 'open') return step?.status ?? 'pending';
  const inner = Object.values(step.scope?.items ?? {}).flatMap(({ steps }) => Object.values(steps).map(statusOf));
  return inner.includes('running') || !inner.includes('waiting') ? 'running' : 'waiting';
}

function stepTimes(
  node: FlowNode,
  step: StepState | undefined,
  history: StepHistory | undefined,
  events: readonly RunEvent[],
): { readonly startedMs?: number; readonly endedMs?: number } {
  const [first] = events;
  if (first?.type === 'run.started' && first.node === node.id) return { startedMs: first.at, endedMs: first.at };
  if (history?.startedMs === undefined) return {};
  const settled = step?.status === 'succeeded' || step?.status === 'failed';
  return {
    startedMs: history.startedMs,
    ...(settled && history.endedMs !== undefined && { endedMs: history.endedMs }),
  };
}

/** Attempts that ended, and the one under way. */
function attemptsOf(step: StepState | undefined, history: StepHistory | undefined): AttemptView[] {
  const ended = [...(history?.attempts ?? [])];
  if (step?.status === 'running' && !ended.some(({ attempt }) => attempt === step.attempt)) {
    ended.push({ attempt: step.attempt, status: 'running' });
  }
  return ended;
}
