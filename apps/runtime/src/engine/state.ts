import type { FlowEdge } from '@lockstep/schema/graph';
import type { Failure, Json, LaneReason, Park, Payload, RunStatus, StepStatus } from '@lockstep/schema/run';
import type { NodeId, PlanNode } from './plan.ts';

/** A place in a run as text: `node`, or `node@item` for a step of an item (`line@3`, `line@3.0`). */
export type StepRef = string;

/** Where one step stands. A step without an entry is pending: not all of its incoming edges are resolved. */
export interface StepState {
  /** `open`: a scope whose items go on while it has nothing to do itself (R20). */
  readonly status: Exclude<StepStatus, 'pending'> | 'open';
  /** The latest attempt, from 1; 0 for steps that never ran: skipped, or seeded by a replay. */
  readonly attempt: number;
  /** The port that is live: of a step that succeeded, or `error` of a failed one whose error port is drawn. */
  readonly port?: string;
  /** What a step that succeeded gave. The engine never looks inside. */
  readonly output?: Payload;
  /** Why the latest attempt that ended did not succeed. */
  readonly failure?: Failure;
  /** Epoch milliseconds of the next attempt or of the end of the wait, for `waiting`. */
  readonly dueAt?: number;
  /** What a `waiting` step waits for when it parked (R13); absent between two attempts. */
  readonly park?: Park;
  /** Epoch milliseconds at which the stage breaks its promise; gone when it did (R16). */
  readonly slaAt?: number;
  readonly slaBreached?: true;
  /** An attempt may have had its effect although no answer was recorded. Never taken back while the step is open (R10). */
  readonly outcomeUnknown?: true;
  /** Attempt from which the retry budget counts; 1 when absent (R11, R17). */
  readonly budgetFrom?: number;
  /** How far a scope has come, from its first answered pull on. */
  readonly scope?: ScopeState;
}

/** What belongs together by R4: the steps of the run outside of all scopes, or those of one item. */
export interface Frame {
  readonly steps: Readonly<Record<NodeId, StepState>>;
  /** Writing steps, not begun by the history, that a lost worker may have begun all the same (R10). */
  readonly doubtful?: readonly NodeId[];
}

/** One item under way. Its scope stands among its steps as succeeded on `each`: what the first steps follow. */
export interface ItemState extends Frame {
  /** Set when a step of it failed uncaught: it winds down by itself (R21). */
  readonly ending?: 'exception';
  /** It has ended, and its scope is being asked about what it gave (R22). */
  readonly judging?: true;
  /** What a turn after the first works on (R23); other items are found in the pages. */
  readonly input?: Payload;
}

/** Items that one pull gave. */
export interface Page {
  /** Index of its first item. */
  readonly from: number;
  readonly count: number;
  /** Where the pull began; absent for the beginning. */
  readonly cursor?: Json;
  /** The items themselves, unless asking again gives the same. */
  readonly page?: Payload;
}

/** Where a scope stands. Holds items under way and numbers, however many items there are. */
export interface ScopeState {
  /** Items known so far; the index of the item that begins next; how many ended, and how many of these failed. */
  readonly fed: number;
  readonly next: number;
  readonly ended: number;
  readonly failed: number;
  /** Where the next pull begins. */
  readonly cursor?: Json;
  /** Nothing more comes. */
  readonly end?: true;
  /** Its condition was met: no further item begins. */
  readonly stopped?: true;
  /** Of the items that have not ended. */
  readonly pages: readonly Page[];
  /** Items under way, by index. */
  readonly items: Readonly<Record<string, ItemState>>;
  /** The latest turn's output (R23). */
  readonly result?: Payload;
  /** What the scope itself is at, when it is no pull: collecting the results (R24), or the pause before the next turn (R23). */
  readonly gathering?: true;
  readonly resting?: true;
  /** Why the scope winds down (R21), and the step it comes from when that is one of an item. */
  readonly failure?: Failure;
  readonly cause?: { readonly node: NodeId; readonly item: string };
}

/** A run between two events: plain JSON data, the fold of all events so far. */
export interface RunState extends Frame {
  readonly status: RunStatus;
  /** Set when the run winds down: steps under way settle, nothing new begins, then it ends so (R9). */
  readonly ending?: 'exception' | 'cancelled';
  /** Steps with an undo step that succeeded in this run, in the order of their completion (R14): `node`, or `node@item`. */
  readonly done?: readonly StepRef[];
  /** Undo steps of what items did that have not succeeded, by `node@item`: the items themselves are gone (R14). */
  readonly undoing?: Readonly<Record<StepRef, StepState>>;
  /** What was undone from the first effect of an item on, in this order; effects of items are then not among `done` any more. */
  readonly undone?: readonly StepRef[];
  /** What earlier runs did, by node: done as soon as it would begin (R27). Set, though empty, for a replay. */
  readonly kept?: Readonly<Record<NodeId, { readonly port: string; readonly output: Payload }>>;
  /** Effects of which nobody knows whether an earlier run did them (R27). */
  readonly unsure?: readonly StepRef[];
  /** Epoch milliseconds at which the run winds down; gone when it did (R15). */
  readonly deadlineAt?: number;
  /** The deadline is why the run winds down. */
  readonly expired?: true;
  /** Why its lane set the run aside (L1). */
  readonly filtered?: LaneReason;
  /** Why it cannot be told where the run belongs in its lane, which ended it (L2). */
  readonly unplaced?: string;
  /** Epoch milliseconds at which the run breaks its promise; gone when it did (R16). */
  readonly slaAt?: number;
  readonly slaBreached?: true;
}

export const initialState: RunState = { status: 'queued', steps: {} };

type Steps = RunState['steps'];

/** The entry of a step. Use it instead of an index: `constructor` is a good node id. */
export function stepOf(steps: Steps, node: NodeId): StepState | undefined {
  return Object.hasOwn(steps, node) ? steps[node] : undefined;
}

/** R4: an edge is live or dead once the step it leaves has settled, and open before. */
export function edgeStatus(steps: Steps, { from, port }: FlowEdge): 'live' | 'dead' | 'open' {
  const step = stepOf(steps, from);
  if (step?.status === 'skipped') return 'dead';
  // A failed step without a live port may be tried again by hand: its edges stay open.
  if (step?.port === undefined) return 'open';
  return step.port === port ? 'live' : 'dead';
}

/** R4: what the incoming edges decide about a node that has no entry yet. */
export function decide(steps: Steps, { incoming }: PlanNode): 'begin' | 'skip' | 'wait' {
  let live = false;
  for (const edge of incoming) {
    const status = edgeStatus(steps, edge);
    if (status === 'open') return 'wait';
    live ||= status === 'live';
  }
  return live ? 'begin' : 'skip';
}

/** R16: what was promised about a stage stays with it from attempt to attempt. */
export function promiseOf(step: StepState | undefined): Pick<StepState, 'slaAt' | 'slaBreached'> {
  return {
    ...(step?.slaAt === undefined ? {} : { slaAt: step.slaAt }),
    ...(step?.slaBreached === undefined ? {} : { slaBreached: step.slaBreached }),
  };
}

/** True for a step that will be heard of again: it runs, waits, or has items that do. */
export function isOpen(step: StepState | undefined): boolean {
  return step?.status === 'running' || step?.status === 'waiting' || step?.status === 'open';
}

/** True while a step of the frame is heard of again, or, in a run, something that an item did is being undone. */
export function isUnderWay(frame: Frame & Pick<RunState, 'undoing'>): boolean {
  return Object.values(frame.steps).some(isOpen) || Object.values(frame.undoing ?? {}).some(isOpen);
}

export function isUncaught(step: StepState | undefined): boolean {
  return step?.status === 'failed' && step.port === undefined;
}

/** What is left of a scope that is over: its numbers. */
export function settled({ fed, next, ended, failed, stopped }: ScopeState): ScopeState {
  return { fed, next, ended, failed, ...(stopped && { stopped }), pages: [], items: {} };
}
