import type { Park, RunEvent } from '@lockstep/schema/run';
import {
  type Place,
  type Plan,
  placeOf,
  placesIn,
  type RunState,
  refOf,
  type StepRef,
  stepAt,
} from '../../engine/index.ts';
import type { AppendItem, NewApproval, NewCall, NewWait, Unparked } from '../../store/index.ts';

/** Topic of requests to the own address of a step; no sender can name it (`TOPIC_PATTERN`). */
export const CALLBACK_TOPIC = '$callback';

export function callbackKey(runId: string, place: Place): string {
  return `${runId}:${refOf(place)}`;
}

type ParkFields = Pick<AppendItem, 'waits' | 'approvals' | 'calls' | 'unparked'>;

/** What parked steps of one run write beside their events: how others find them while they wait. */
export interface ParkLog {
  /** Looks at what an event changed. */
  note(event: RunEvent, after: RunState): void;
  /** What to write with the events so far; forgets it. */
  take(): ParkFields;
}

export function createParkLog(runId: string, plan: Plan, before: RunState): ParkLog {
  /** Attempts that are parked now, by place, with the run they called. */
  const parked = new Map<StepRef, { readonly attempt: number; readonly calledRunId: string | undefined }>();
  const known = (ref: StepRef, attempt: number, { on }: Park) =>
    parked.set(ref, { attempt, calledRunId: on?.kind === 'call' ? on.runId : undefined });
  for (const { step, ...place } of placesIn(plan, before)) if (step.park) known(refOf(place), step.attempt, step.park);
  let waits: NewWait[] = [];
  let approvals: NewApproval[] = [];
  let calls: NewCall[] = [];
  let unparked: Unparked[] = [];

  function begin({ node, item = '', attempt, park }: Extract<RunEvent, { type: 'step.parked' }>): void {
    const { on, deadline } = park;
    const place = { node, item };
    known(refOf(place), attempt, park);
    switch (on?.kind) {
      case undefined:
        return;
      case 'event':
        waits.push({ ...place, attempt, topic: on.topic, key: on.key, port: on.port, since: on.since });
        return;
      case 'callback':
        waits.push({ ...place, attempt, topic: CALLBACK_TOPIC, key: callbackKey(runId, place), port: on.port });
        return;
      case 'call':
        calls.push({ ...place, attempt, calledRunId: on.runId, port: on.port });
        return;
      case 'approval': {
        const { approvalId: id, title, details, assignee, ports } = on;
        approvals.push({ id, ...place, attempt, title, details, assignee, ports, deadlineAt: deadline?.at });
        return;
      }
      default:
        on satisfies never;
    }
  }

  /** A wait that is not yet written needs no taking back. */
  function end(unparking: Unparked): void {
    const isOther = (each: Place) => refOf(each) !== refOf(unparking);
    const isNew = ![waits, approvals, calls].every((list) => list.every(isOther));
    waits = waits.filter(isOther);
    approvals = approvals.filter(isOther);
    // A call has begun a run all the same, which is to be told.
    calls = calls.map((call) => (isOther(call) ? call : { ...call, withdrawn: true }));
    if (!isNew) unparked.push(unparking);
  }

  /** A run that winds down does not wait for what it called. */
  function giveUp({ node, item = '', attempt, park: { on } }: Extract<RunEvent, { type: 'step.parked' }>): void {
    if (on?.kind === 'call') calls.push({ node, item, attempt, calledRunId: on.runId, port: on.port, withdrawn: true });
  }

  return {
    note(event, after) {
      const ref = refIn(event);
      for (const [one, { attempt, calledRunId }] of parked) {
        if (stepAt(plan, after, placeOf(one))?.park) continue;
        parked.delete(one);
        const isOwn = ref === one;
        // What it waited for came, or failed.
        if (isOwn && (event.type === 'step.released' || event.type === 'step.failed')) continue;
        const how = isOwn && event.type === 'timer.fired' ? 'expired' : 'withdrawn';
        end({ ...placeOf(one), attempt, how, calledRunId });
      }
      if (event.type !== 'step.parked') return;
      if (stepAt(plan, after, placeOf(ref))?.park) begin(event);
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

/** The step that an event is about; empty for one about the run. */
function refIn(event: RunEvent): string {
  if (!('node' in event) || event.node === undefined) return '';
  return refOf({ node: event.node, item: 'item' in event ? (event.item ?? '') : '' });
}
