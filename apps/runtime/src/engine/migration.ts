import type { RunEvent } from '@lockstep/schema/run';
import { fold } from './fold.ts';
import { placeOf, placesIn, refOf } from './place.ts';
import type { NodeId, Plan } from './plan.ts';
import { isOpen, type RunState, type StepState, stepOf } from './state.ts';

/** What of a version the check reads besides its plan. */
export interface Drawn {
  readonly plan: Plan;
  /** Type and ports of each node. */
  readonly shapes: ReadonlyMap<NodeId, { readonly type: string; readonly ports: readonly string[] }>;
}

/** Why a run cannot go on in another version: what is wrong, and with which step. */
export interface Obstacle {
  readonly code:
    | 'step-gone'
    | 'type-changed'
    | 'port-gone'
    | 'reached-otherwise'
    | 'undo-gone'
    | 'scope-begun'
    | 'in-doubt'
    | 'ends'
    | 'winding-down';
  readonly node?: NodeId;
  readonly port?: string;
}

export interface Check {
  /** Empty: the run may go on in the new version. */
  readonly obstacles: readonly Obstacle[];
  /** Steps of the new version that begin at once, in node order. */
  readonly begins: readonly NodeId[];
}

/** R26: tells by its history whether a run that waits can go on in another version at `now` (epoch milliseconds). */
export function checkMigration(from: Drawn, to: Drawn, history: readonly RunEvent[], now: number): Check {
  const before = fold(from.plan, history).state;
  if (before.ending !== undefined) return { obstacles: [{ code: 'winding-down' }], begins: [] };
  const drawn = placesIn(from.plan, before).flatMap(({ node, step }) => obstacleOf(from, to, node, step));
  if (drawn.length > 0) return { obstacles: distinct(drawn), begins: [] };
  const { state: after } = fold(to.plan, history);
  const told = [
    ...differences(from.plan, before, to.plan, after),
    ...undoGone(before, after),
    ...doubts(before, after),
  ];
  if (told.length > 0) return { obstacles: distinct(told), begins: [] };
  const isLate = isPast(after, now) && !isPast(before, now);
  if (after.ending !== undefined || !isUnderWay(after.status) || isLate)
    return { obstacles: [{ code: 'ends' }], begins: [] };
  const known = new Set(Object.keys(before.steps));
  const begins = to.plan.nodes.flatMap(({ id }) => (isOpen(stepOf(after.steps, id)) && !known.has(id) ? [id] : []));
  return { obstacles: [], begins };
}

/** What the drawing alone says: the step is there, of the same type, with the ports it went on by or may still go on by. */
function obstacleOf(from: Drawn, to: Drawn, node: NodeId, step: StepState): readonly Obstacle[] {
  if (step.status === 'skipped') return [];
  const [old, now] = [from.shapes.get(node), to.shapes.get(node)];
  if (!now) return [{ code: 'step-gone', node }];
  if (old?.type !== now.type) return [{ code: 'type-changed', node }];
  if (step.scope) return [{ code: 'scope-begun', node }];
  const gone = portsNeeded(step).find((port) => !now.ports.includes(port));
  return gone === undefined ? [] : [{ code: 'port-gone', node, port: gone }];
}

function portsNeeded({ port, park }: StepState): readonly string[] {
  const ports = [port, park?.deadline?.port];
  if (park?.on?.kind === 'approval') ports.push(park.on.ports.approved, park.on.ports.rejected);
  else if (park?.on) ports.push(park.on.port);
  return ports.flatMap((each) => each ?? []);
}

/** Steps that the new version would not have taken so. When the next attempt is due may differ, and what was promised. */
function differences(old: Plan, before: RunState, plan: Plan, after: RunState): readonly Obstacle[] {
  const now = new Map(placesIn(plan, after).map((place) => [refOf(place), place.step]));
  return placesIn(old, before).flatMap((place) => {
    if (place.step.status === 'skipped') return [];
    const then = now.get(refOf(place));
    return then && sameness(then) === sameness(place.step) ? [] : [{ code: 'reached-otherwise', node: place.node }];
  });
}

function sameness({ status, attempt, port, park, outcomeUnknown }: StepState): string {
  return JSON.stringify([status, attempt, port, park, outcomeUnknown]);
}

/** R14: what can be taken back in the old version must be so in the new one. */
function undoGone({ done = [] }: RunState, after: RunState): readonly Obstacle[] {
  const kept = new Set(after.done);
  return done.flatMap((ref) => (kept.has(ref) ? [] : [{ code: 'undo-gone', node: placeOf(ref).node } as const]));
}

/** R10: a takeover in the history makes steps doubtful that this run never was at. */
function doubts(before: RunState, after: RunState): readonly Obstacle[] {
  const known = new Set([...(before.doubtful ?? []), ...Object.keys(before.steps)]);
  const marked = Object.entries(after.steps).flatMap(([id, step]) => (step.outcomeUnknown ? [id] : []));
  const fresh = [...(after.doubtful ?? []), ...marked].filter((id) => !known.has(id));
  return fresh.map((node) => ({ code: 'in-doubt', node }));
}

/** R15: its time is up. */
function isPast({ deadlineAt = Number.POSITIVE_INFINITY }: RunState, now: number): boolean {
  return deadlineAt <= now;
}

function isUnderWay(status: RunState['status']): boolean {
  return status === 'running' || status === 'waiting';
}

function distinct(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  return [...new Map(obstacles.map((each) => [JSON.stringify(each), each])).values()];
}
