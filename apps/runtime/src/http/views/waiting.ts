import type { ParkedView, SlaView, UndoView } from '@lockstep/schema/api';
import type { RunEvent } from '@lockstep/schema/run';
import { type NodeId, type Plan, type RunState, type StepState, stepOf } from '../../engine/index.ts';

/** What a parked step waits for. */
export function parkedView({ status, park }: StepState): ParkedView | undefined {
  if (status !== 'waiting' || !park) return undefined;
  const { on } = park;
  switch (on?.kind) {
    case undefined:
      return { kind: 'time' };
    case 'event':
      return { kind: 'event', topic: on.topic, key: on.key };
    case 'callback':
      return { kind: 'callback' };
    case 'call': {
      const { runId, flowId, version } = on;
      return { kind: 'call', runId, flowId, version };
    }
    case 'approval': {
      const { approvalId, title, assignee } = on;
      return { kind: 'approval', approvalId, title, ...(assignee !== undefined && { assignee }) };
    }
    default:
      return on satisfies never;
  }
}

/** R14: what became of the effect of a step that can be undone; absent while nobody asked for it. */
export function undoView({ byId }: Plan, state: RunState, node: NodeId): UndoView | undefined {
  const undo = byId.get(node)?.undo;
  if (undo === undefined || state.ending === undefined) return undefined;
  const step = stepOf(state.steps, node);
  if (!state.done?.includes(node)) {
    const isOpen = step?.status === 'failed' || step?.status === 'cancelled';
    return isOpen && step.outcomeUnknown ? { node: undo, status: 'uncertain' } : undefined;
  }
  const undoing = stepOf(state.steps, undo)?.status;
  if (undoing === 'succeeded') return { node: undo, status: 'undone' };
  return { node: undo, status: undoing === 'failed' || isOver(state) ? 'left' : 'undoing' };
}

function isOver({ status }: RunState): boolean {
  return status === 'exception' || status === 'cancelled';
}

/** R16: what was promised, and when the promise was broken. */
export function slaView(slaMs: number | undefined, breachedMs: number | undefined): SlaView | undefined {
  if (slaMs === undefined) return undefined;
  return { slaMs, ...(breachedMs !== undefined && { breachedAt: new Date(breachedMs).toISOString() }) };
}

/** When the run as a whole broke its promise, epoch milliseconds. */
export function runBreachedMs(events: readonly RunEvent[]): number | undefined {
  return events.find((event) => event.type === 'sla.breached' && event.node === undefined)?.at;
}
