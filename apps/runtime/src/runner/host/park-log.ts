import type { Park, RunEvent } from '@lockstep/schema/run';
import { type NodeId, type RunState, stepOf } from '../../engine/index.ts';
import type { AppendItem, NewApproval, NewCall, NewWait, Unparked } from '../../store/index.ts';

/** Topic of requests to the own address of a step; no sender can name it (`TOPIC_PATTERN`). */
export const CALLBACK_TOPIC = '$callback';

export function callbackKey(runId: string, node: NodeId): string {
  return `${runId}:${node}`;
}

type ParkFields = Pick<AppendItem, 'waits' | 'approvals' | 'calls' | 'unparked'>;

/** What parked steps of one run write beside their events: how others find them while they wait. */
export interface ParkLog {
  /** Looks at what an event changed. */
  note(event: RunEvent, after: RunState): void;
  /** What to write with the events so far; forgets it. */
  take(): ParkFields;
}

export function createParkLog(runId: string, { steps }: RunState): ParkLog {
  /** Attempts that are parked now, by node, with the run they called. */
  const parked = new Map<NodeId, { readonly attempt: number; readonly calledRunId: string | undefined }>();
  const known = (node: NodeId, attempt: number, { on }: Park) =>
    parked.set(node, { attempt, calledRunId: on?.kind === 'call' ? on.runId : undefined });
  for (const [node, { park, attempt }] of Object.entries(steps)) if (park) known(node, attempt, park);
  let waits: NewWait[] = [];
  let approvals: NewApproval[] = [];
  let calls: NewCall[] = [];
  let unparked: Unparked[] = [];

  function begin({ node, attempt, park }: Extract<RunEvent, { type: 'step.parked' }>): void {
    const { on, deadline } = park;
    known(node, attempt, park);
    switch (on?.kind) {
      case undefined:
        return;
      case 'event':
        waits.push({ node, attempt, topic: on.topic, key: on.key, port: on.port, since: on.since });
        return;
      case 'callback':
        waits.push({ node, attempt, topic: CALLBACK_TOPIC, key: callbackKey(runId, node), port: on.port });
        return;
      case 'call':
        calls.push({ node, attempt, calledRunId: on.runId, port: on.port });
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
  function end(unparking: Unparked): void {
    const isOther = (each: { readonly node: string }) => each.node !== unparking.node;
    const isNew = ![waits, approvals, calls].every((list) => list.every(isOther));
    waits = waits.filter(isOther);
    approvals = approvals.filter(isOther);
    // A call has begun a run all the same, which is to be told.
    calls = calls.map((call) => (isOther(call) ? call : { ...call, withdrawn: true }));
    if (!isNew) unparked.push(unparking);
  }

  /** A run that winds down does not wait for what it called. */
  function giveUp({ node, attempt, park: { on } }: Extract<RunEvent, { type: 'step.parked' }>): void {
    if (on?.kind === 'call') calls.push({ node, attempt, calledRunId: on.runId, port: on.port, withdrawn: true });
  }

  return {
    note(event, after) {
      for (const [node, { attempt, calledRunId }] of parked) {
        if (stepOf(after.steps, node)?.park) continue;
        parked.delete(node);
        const isOwn = 'node' in event && event.node === node;
        // What it waited for came, or failed.
        if (isOwn && (event.type === 'step.released' || event.type === 'step.failed')) continue;
        end({ node, attempt, how: isOwn && event.type === 'timer.fired' ? 'expired' : 'withdrawn', calledRunId });
      }
      if (event.type !== 'step.parked') return;
      if (stepOf(after.steps, event.node)?.park) begin(event);
      else giveUp(event);
    },
    take() {
      const fields: ParkFields = {
        ...(waits.length > 0 && { waits }),
        ...(approvals.length > 0 && { approvals }),
        ...(calls.length > 0 && { calls }),
        ...(unparked.length > 0 && { unparked }),
      };
      waits = [];
      approvals = [];
      calls = [];
      unparked = [];
      return fields;
    },
  };
}
