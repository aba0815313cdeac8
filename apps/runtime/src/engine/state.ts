import type { FlowEdge } from '@lockstep/schema/graph';
import type { Failure, LaneReason, Park, Payload, RunStatus, StepStatus } from '@lockstep/schema/run';
import type { NodeId, PlanNode } from './plan.ts';

/** Where one step stands. A step without an entry is pending: not all of its incoming edges are resolved. */
export interface StepState {
  readonly status: Exclude<StepStatus, 'pending'>;
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
}

/** A run between two events: plain JSON data, the fold of all events so far. */
export interface RunState {
  readonly status: RunStatus;
  /** Set when the run winds down: steps under way settle, nothing new begins, then it ends so (R9). */
  readonly ending?: 'exception' | 'cancelled';
  readonly steps: Readonly<Record<NodeId, StepState>>;
  /** Writing steps, not begun by the history, that a lost worker may have begun all the same (R10). */
  readonly doubtful?: readonly NodeId[];
  /** Steps with an undo step that succeeded in this run, in the order of their completion (R14). */
  readonly done?: readonly NodeId[];
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
