import type { Failure } from '@lockstep/schema/run';
import {
  type Command,
  type NodeId,
  type Place,
  type Plan,
  placeOf,
  placesIn,
  type RunState,
  type StepRef,
  type StepState,
  stepAt,
  stepOf,
} from '../../engine/index.ts';
import type { AppendItem } from '../../store/index.ts';
import type { RunInfo } from './run-types.ts';

export type Closing = Extract<Command, { readonly type: 'run.close' }>;

/** The run that ends, as its end is told to people. */
export interface Ending {
  readonly plan: Plan;
  readonly state: RunState;
  readonly triggerNode: string;
  /** True when a person had the run tried again. */
  readonly retried: boolean;
  /** What the analyst calls a step. */
  nameOf(node: NodeId): string;
  /** Draws the id of the exception. */
  newId(): string;
}

/** What the end of a run writes besides its events: the failed step, the exception to raise, the one to settle. */
export function closingFields(closing: Closing, run: Ending): Pick<AppendItem, 'failed' | 'exception' | 'settle'> {
  switch (closing.status) {
    case 'done':
      if (!run.retried) return {};
      return { settle: run.state.filtered === undefined ? 'resolved' : 'discarded' };
    case 'cancelled': {
      const message = undoSentence(closing, run);
      return {
        ...(run.retried && { settle: 'discarded' as const }),
        ...(message !== '' && { failed: { node: run.triggerNode, message } }),
      };
    }
    case 'exception':
      return fault(closing, run);
    default:
      return closing.status satisfies never;
  }
}

function fault(closing: Closing, run: Ending): Pick<AppendItem, 'failed' | 'exception'> {
  const { node, failure, attempts = stepOf(run.state.steps, node)?.attempt ?? 0 } = causeOf(closing, run);
  const around = new Set([node, ...(run.plan.byId.get(node)?.scopes ?? [])]);
  const others = closing.failed.filter((id) => !around.has(id));
  const more = others.length === 0 ? '' : ` (${others.length} more failed: ${others.join(', ')})`;
  const message = [`${failure.message}${more}`, undoSentence(closing, run)].filter((part) => part !== '').join(' ');
  const { category, code, kind } = failure;
  return {
    failed: { node, message },
    exception: { id: run.newId(), node, nodes: [node, ...others], category, code, reason: message, kind, attempts },
  };
}

type Cause = {
  readonly node: NodeId;
  readonly failure: Pick<Failure, 'kind' | 'category' | 'code' | 'message'>;
  /** Of a step that is not the run's own. */
  readonly attempts?: number;
};

/** What a person must look at first: an effect that could not be taken back, then the deadline, then what failed. */
function causeOf({ failed, expired }: Closing, { plan, state, triggerNode, nameOf }: Ending): Cause {
  const undo = failedUndo(plan, state);
  if (undo) {
    const { place, step } = undo;
    const undone = nameOf(plan.byId.get(place.node)?.undoes ?? '');
    const message = `"${nameOf(place.node)}" could not undo "${undone}"${inItem(place)}: ${step.failure?.message ?? ''}`;
    const failure = { ...(step.failure ?? NOTHING), code: 'undo-failed', message };
    return { node: place.node, failure, attempts: step.attempt };
  }
  if (expired) {
    const open = plan.nodes.find(({ id }) => stepOf(state.steps, id)?.status === 'cancelled');
    const at = open?.id ?? failed[0] ?? triggerNode;
    const message = `The run reached its deadline${open ? ` at "${nameOf(open.id)}"` : ''} before it was done.`;
    return { node: at, failure: { kind: 'transient', category: 'timeout', code: 'run-deadline', message } };
  }
  const [node = triggerNode] = failed;
  if (state.unplaced !== undefined) {
    const message = `Where this message belongs in its lane cannot be told: ${state.unplaced}`;
    return { node, failure: { kind: 'item', category: 'mapping', code: 'lane-not-told', message } };
  }
  const inside = failedInside(plan, state, node);
  if (inside) {
    const { place, step } = inside;
    const message = `"${nameOf(place.node)}"${inItem(place)} of "${nameOf(node)}": ${step.failure?.message ?? ''}`;
    return { node: place.node, failure: { ...(step.failure ?? NOTHING), message }, attempts: step.attempt };
  }
  return { node, failure: stepOf(state.steps, node)?.failure ?? NOTHING };
}

/** Without a failed step, nothing in this version took the message. */
const NOTHING = {
  kind: 'flow',
  category: 'system',
  code: 'nothing-begins',
  message: 'No step of this version takes the message.',
} as const;

interface StepAt {
  readonly place: Place;
  readonly step: StepState;
}

/** The undo step that failed, of the run or of one of its items. */
function failedUndo(plan: Plan, state: RunState): StepAt | undefined {
  const found = placesIn(plan, state).find(
    ({ node, step }) => plan.byId.get(node)?.undoes !== undefined && step.status === 'failed',
  );
  return found && { place: found, step: found.step };
}

/** The step of an item that a scope failed for, however deep it lies; `undefined` for other steps. */
function failedInside(plan: Plan, state: RunState, node: NodeId): StepAt | undefined {
  let found: StepAt | undefined;
  for (let cause = stepOf(state.steps, node)?.scope?.cause; cause; ) {
    const step = stepAt(plan, state, cause);
    if (!step) return found;
    found = { place: cause, step };
    cause = step.scope?.cause;
  }
  return found;
}

function inItem({ item }: Place): string {
  return item === '' ? '' : ` in item [${item}]`;
}

/** Effects that a sentence names; the others are counted. */
const MAX_NAMED = 10;

/** What became of the effects that could be taken back; empty when there were none. */
function undoSentence({ undo }: Closing, { nameOf }: Ending): string {
  if (!undo) return '';
  const named = (ref: StepRef) => {
    const { node, item } = placeOf(ref);
    return `"${nameOf(node)}"${item === '' ? '' : ` [${item}]`}`;
  };
  const list = (refs: readonly StepRef[]) => {
    const shown = refs.slice(0, MAX_NAMED).map(named).join(', ');
    return refs.length > MAX_NAMED ? `${shown} and ${refs.length - MAX_NAMED} more` : shown;
  };
  const { undone, left, uncertain } = undo;
  return [
    ...(left.length > 0 ? [`Left as it is: ${list(left)}.`] : []),
    ...(uncertain.length > 0 ? [`Nobody knows whether this happened, so it was not undone: ${list(uncertain)}.`] : []),
    ...(undone.length > 0 ? [`Undone: ${list(undone)}.`] : []),
  ].join(' ');
}

/** What is written when a run cannot go on at all, with the reason a person sees. */
export function stuckFields(
  node: string,
  { kind, code, message }: { readonly kind: 'flow' | 'defect'; readonly code: string; readonly message: string },
  exceptionId: string,
): Pick<AppendItem, 'failed' | 'exception'> {
  return {
    failed: { node, message },
    exception: { id: exceptionId, node, nodes: [node], category: 'system', code, reason: message, kind, attempts: 0 },
  };
}

/** The end of a run whose events the database refuses, instead of those events. */
export function unstorable(
  { runId, owner, seq }: AppendItem,
  { triggerNode, trigger }: Pick<RunInfo, 'triggerNode' | 'trigger'>,
  exceptionId: string,
): AppendItem {
  const message = 'What the steps of this run gave cannot be stored. The log of the runtime says why.';
  const why = stuckFields(triggerNode, { kind: 'defect', code: 'not-storable', message }, exceptionId);
  const called = trigger.call ? true : undefined;
  return { runId, owner, seq, events: [], payloads: [], status: 'exception', release: true, called, ...why };
}
