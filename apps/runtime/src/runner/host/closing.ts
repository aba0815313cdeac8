import { v7 } from 'uuid';
import { type Command, type RunState, stepOf } from '../../engine/index.ts';
import type { AppendItem } from '../../store/index.ts';

export type Closing = Extract<Command, { readonly type: 'run.close' }>;

/** What the end of a run writes besides its events: the failed step, the exception to raise, the one to settle. */
export function closingFields(
  closing: Closing,
  state: RunState,
  run: { readonly triggerNode: string; readonly retried: boolean },
): Pick<AppendItem, 'failed' | 'exception' | 'settle'> {
  switch (closing.status) {
    case 'done':
      return run.retried ? { settle: 'resolved' } : {};
    case 'cancelled':
      return run.retried ? { settle: 'discarded' } : {};
    case 'exception':
      return fault(closing, state, run.triggerNode);
    default:
      return closing.status satisfies never;
  }
}

function fault({ failed }: Closing, state: RunState, triggerNode: string): Pick<AppendItem, 'failed' | 'exception'> {
  const [node = triggerNode, ...others] = failed;
  const step = stepOf(state.steps, node);
  // Without a failed step, nothing in this version took the message.
  const failure = step?.failure ?? {
    kind: 'flow' as const,
    category: 'system' as const,
    code: 'nothing-begins',
    message: 'No step of this version takes the message.',
  };
  const more = others.length === 0 ? '' : ` (${others.length} more failed: ${others.join(', ')})`;
  const message = `${failure.message}${more}`;
  const { category, code, kind } = failure;
  return {
    failed: { node, message },
    exception: { id: v7(), node, nodes: [node, ...others], category, code, reason: message, kind, attempts: step?.attempt ?? 0 },
  };
}

/** What is written when a run cannot go on at all, with the reason a person sees. */
export function stuckFields(
  node: string,
  { kind, code, message }: { readonly kind: 'flow' | 'defect'; readonly code: string; readonly message: string },
): Pick<AppendItem, 'failed' | 'exception'> {
  return {
    failed: { node, message },
    exception: { id: v7(), node, nodes: [node], category: 'system', code, reason: message, kind, attempts: 0 },
  };
}

/** The end of a run whose events the database refuses, instead of those events. */
export function unstorable({ runId, owner, seq }: AppendItem, triggerNode: string): AppendItem {
  const message = 'What the steps of this run gave cannot be stored. The log of the runtime says why.';
  const why = stuckFields(triggerNode, { kind: 'defect', code: 'not-storable', message });
  return { runId, owner, seq, events: [], payloads: [], status: 'exception', release: true, ...why };
}
