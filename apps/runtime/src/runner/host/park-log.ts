import type { RunEvent } from '@lockstep/schema/run';
import { type NodeId, type RunState, stepOf } from '../../engine/index.ts';
import type { AppendItem, NewApproval, NewWait, Unparked } from '../../store/index.ts';

/** Topic of requests to the own address of a step; no sender can name it (`TOPIC_PATTERN`). */
export const CALLBACK_TOPIC = '$callback';

export function callbackKey(runId: string, node: NodeId): string {
  return `${runId}:${node}`;
}

type ParkFields = Pick<AppendItem, 'waits' | 'approvals' | 'unparked'>;

/** What parked steps of one run write beside their events: how others find them while they wait. */
export interface ParkLog {
  /** Looks at what an event changed. */
  note(event: RunEvent, after: RunState): void;
  /** What to write with the events so far; forgets it. */
  take(): ParkFields;
}

export function createParkLog(runId: string, { steps }: RunState): ParkLog {
  /** Attempts that are parked now, by node. */
  const parked = new Map<NodeId, number>();
  for (const [node, { park, attempt }] of Object.entries(steps)) if (park) parked.set(node, attempt);
  let waits: NewWait[] = [];
  let approvals: NewApproval[] = [];
  let unparked: Unparked[] = [];

  function begin({ node, attempt, park: { on, deadline } }: Extract<RunEvent, { type: 'step.parked' }>): void {
    parked.set(node, attempt);
    switch (on?.kind) {
      case undefined:
        return;
      case 'event':
        waits.push({ node, attempt, topic: on.topic, key: on.key, port: on.port, since: on.since });
        return;
      case 'callback':
        waits.push({ node, attempt, topic: CALLBACK_TOPIC, key: callbackKey(runId, node), port: on.port });
        return;
      case 'approval': {
        const { approvalId: id, title, details, assignee, ports } = on;
        approvals.push({ id, node, attempt, title, details, assignee, ports, deadlineAt: deadline?.at });
        return;
      }
      default:
        on satisfies never;
    }
  }

  /** A wait that is not yet written needs no taking back. */
  function end(node: NodeId, attempt: number, how: Unparked['how']): void {
    const isOther = (each: { readonly node: string }) => each.node !== node;
    const isNew = !waits.every(isOther) || !approvals.every(isOther);
    waits = waits.filter(isOther);
    approvals = approvals.filter(isOther);
    if (!isNew) unparked.push({ node, attempt, how });
  }

  return {
    note(event, after) {
      for (const [node, attempt] of parked) {
        if (stepOf(after.steps, node)?.park) continue;
        parked.delete(node);
        if (event.type === 'step.released' && event.node === node) continue;
        end(node, attempt, event.type === 'timer.fired' && event.node === node ? 'expired' : 'withdrawn');
      }
      if (event.type === 'step.parked' && stepOf(after.steps, event.node)?.park) begin(event);
    },
    take() {
      const fields: ParkFields = {
        ...(waits.length > 0 && { waits }),
        ...(approvals.length > 0 && { approvals }),
        ...(unparked.length > 0 && { unparked }),
      };
      waits = [];
      approvals = [];
      unparked = [];
      return fields;
    },
  };
}
