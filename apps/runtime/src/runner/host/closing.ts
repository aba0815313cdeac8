import type { Failure } from '@lockstep/schema/run';
import { type Command, type NodeId, type Plan, type RunState, stepOf } from '../../engine/index.ts';
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
  const { node, failure } = causeOf(closing, run);
  const others = closing.failed.filter((id) => id !== node);
  const more = others.length === 0 ? '' : ` (${others.length} more failed: ${others.join(', ')})`;
  const message = [`${failure.message}${more}`, undoSentence(closing, run)].filter((part) => part !== '').join(' ');
  const { category, code, kind } = failure;
  const attempts = stepOf(run.state.steps, node)?.attempt ?? 0;
  return {
    failed: { node, message },
    exception: { id: run.newId(), node, nodes: [node, ...others], category, code, reason: message, kind, attempts },
  };
}

type Cause = { readonly node: NodeId; readonly failure: Pick<Failure, 'kind' | 'category' | 'code' | 'message'> };

/** What a person must look at first: an effect that could not be taken back, then the deadline, then what failed. */
function causeOf({ failed, expired }: Closing, { plan, state, triggerNode, nameOf }: Ending): Cause {
  const undo = failed.find((id) => plan.byId.get(id)?.undoes !== undefined);
  const undone = undo === undefined ? undefined : plan.byId.get(undo)?.undoes;
  const failure = undo === undefined ? undefined : stepOf(state.steps, undo)?.failure;
  if (undo !== undefined && undone !== undefined && failure) {
    const message = `"${nameOf(undo)}" could not undo "${nameOf(undone)}": ${failure.message}`;
    return { node: undo, failure: { ...failure, code: 'undo-failed', message } };
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
  // Without a failed step, nothing in this version took the message.
  const message = 'No step of this version takes the message.';
  const nothing = { kind: 'flow', category: 'system', code: 'nothing-begins', message } as const;
  return { node, failure: stepOf(state.steps, node)?.failure ?? nothing };
}

/** What became of the effects that could be taken back; empty when there were none. */
function undoSentence({ undo }: Closing, { nameOf }: Ending): string {
  if (!undo) return '';
  const list = (ids: readonly NodeId[]) => ids.map((id) => `"${nameOf(id)}"`).join(', ');
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
