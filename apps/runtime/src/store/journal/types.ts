import type { ExceptionView } from '@lockstep/schema/api';
import type { LaneSettings } from '@lockstep/schema/graph';
import type { Json, RunEvent, RunStatus, TriggerInfo } from '@lockstep/schema/run';

/** Under which name and epoch a worker writes. */
export interface Ownership {
  readonly worker: string;
  readonly epoch: number;
}

/** A claim-checked value: JSON text above `INLINE_LIMIT_BYTES`. */
export interface StoredPayload {
  readonly id: string;
  readonly bytes: number;
  readonly body: string;
}

/** A message to accept. */
export interface AcceptItem {
  /** UUIDv7 of the run, drawn by the caller. */
  readonly runId: string;
  readonly flowId: string;
  /** Absent for a test run of a draft. */
  readonly version?: number | undefined;
  readonly snapshotId: string;
  readonly test: boolean;
  readonly keyRunId: string;
  /** Run that it repeats. */
  readonly replayOf?: string | undefined;
  readonly triggerNode: string;
  readonly trigger: TriggerInfo;
  readonly businessKey?: string | undefined;
  /** Absent: nothing to recognise a repetition by. */
  readonly dedupeKey?: string | undefined;
  /** Hash of the message, kept with the key so that another message under the same key can be told. */
  readonly bodyHash?: string | undefined;
  /** Offset of the event it is about, the last of several. */
  readonly eventOffset?: number | undefined;
  readonly engineVersion: number;
  /** `run.started` as JSON text. */
  readonly event: string;
  readonly payloads: readonly StoredPayload[];
  /** True: nobody's, to be claimed by whoever has room. */
  readonly queued: boolean;
  readonly owner: Ownership;
  /** Where it belongs; absent for a run that waits for nobody. */
  readonly lane?: LanePlace | undefined;
  /** What it is found by, as its flow says; absent where that says nothing. */
  readonly fields?: readonly FoundField[] | undefined;
}

/** A value of a field that people search by; of a sensitive one its keyed hash. */
export interface FoundField {
  readonly field: string;
  readonly value: string;
}

/** The place of a message in a lane of its flow. */
export interface LanePlace {
  readonly key: string;
  readonly settings: LaneSettings;
  /** A version, or nanoseconds since 1970, where the flow sorts. */
  readonly rank?: bigint | undefined;
  /** What a repetition is recognised by, where the flow leaves them out. */
  readonly digest?: string | undefined;
  /** It is wanted although newer ones were done. */
  readonly evenStale?: boolean | undefined;
  /** Run whose place it takes, when that is of the same lane. */
  readonly replaces?: string | undefined;
}

export interface Accepted {
  /** The run of this message; of the first one with the same key when it is a duplicate. */
  readonly runId: string;
  readonly duplicate: boolean;
  /** False: the run waits for a worker, because it was queued or the caller's lease lapsed. */
  readonly owned: boolean;
  /** Hash that was kept with the key when it was first seen. */
  readonly bodyHash?: string | undefined;
}

export interface NewException {
  /** UUIDv7, used unless an exception of the run is open again. */
  readonly id: string;
  readonly node: string;
  /** Every step that failed uncaught, `node` among them. */
  readonly nodes: readonly string[];
  readonly category: ExceptionView['category'];
  readonly code: string;
  readonly reason: string;
  readonly kind: ExceptionView['kind'];
  readonly attempts: number;
}

/** A step that waits for an event from now on. */
export interface NewWait {
  readonly node: string;
  /** Empty outside of scopes. */
  readonly item: string;
  readonly attempt: number;
  readonly topic: string;
  readonly key: string;
  /** Where the step goes on with the event. */
  readonly port: string;
  /** Epoch milliseconds; events received before do not count. */
  readonly since?: number | undefined;
}

/** A step that waits for a person's answer from now on. */
export interface NewApproval {
  /** UUIDv7 */
  readonly id: string;
  readonly node: string;
  /** Empty outside of scopes. */
  readonly item: string;
  readonly attempt: number;
  readonly title: string;
  readonly details?: Json | undefined;
  readonly assignee?: string | undefined;
  readonly ports: { readonly approved: string; readonly rejected: string };
  /** Epoch milliseconds; answers are taken before it only. */
  readonly deadlineAt?: number | undefined;
}

/** A step that waits for the end of a run it called. */
export interface NewCall {
  readonly node: string;
  /** Empty outside of scopes. */
  readonly item: string;
  readonly attempt: number;
  readonly calledRunId: string;
  /** Where the step goes on with what that run returned. */
  readonly port: string;
  /** It gave up already, because its run winds down. */
  readonly withdrawn?: boolean;
}

/** A parked step that went on without what it waited for: its time was up, or its run winds down. */
export interface Unparked {
  readonly node: string;
  /** Empty outside of scopes. */
  readonly item: string;
  readonly attempt: number;
  readonly how: 'expired' | 'withdrawn';
  /** The run it had called and waited for. */
  readonly calledRunId?: string | undefined;
}

/** What happened to a run since its event `seq`. */
export interface AppendItem {
  readonly runId: string;
  readonly owner: Ownership;
  /** Sequence number of the newest event written so far. */
  readonly seq: number;
  /** Events as JSON texts, in order. */
  readonly events: readonly string[];
  readonly payloads: readonly StoredPayload[];
  readonly status: RunStatus;
  /** True: the run is nobody's afterwards. An ended run is released as well. */
  readonly release: boolean;
  /** When a released run is due, from now; absent for an ended one. */
  readonly wakeInMs?: number | undefined;
  /** Why a run that ends done had no effect: a filter sent its message aside. */
  readonly filtered?: string | undefined;
  readonly failed?: { readonly node: string; readonly message: string } | undefined;
  readonly exception?: NewException | undefined;
  /** What becomes of the exception of this run that is `retrying`. */
  readonly settle?: 'resolved' | 'discarded' | undefined;
  /** Letters that these events come from. */
  readonly mail?: readonly string[] | undefined;
  readonly waits?: readonly NewWait[] | undefined;
  readonly approvals?: readonly NewApproval[] | undefined;
  readonly calls?: readonly NewCall[] | undefined;
  /** True for the end of a run that a step called. */
  readonly called?: boolean | undefined;
  readonly unparked?: readonly Unparked[] | undefined;
  /** Set, though empty, when an event among these is about an item of a scope. */
  readonly items?: readonly EndedItem[] | undefined;
  /** The state after these events, where it is time to keep it. */
  readonly snapshot?: { readonly engine: number; readonly retried: boolean; readonly state: string } | undefined;
}

/** An item of a scope that ended with an event of this write. */
export interface EndedItem {
  readonly node: string;
  /** The item that the scope belongs to itself; empty at the top. */
  readonly parent: string;
  readonly idx: number;
  readonly status: 'done' | 'failed' | 'dropped';
  /** Which event of the write ended it, from 1. */
  readonly nr: number;
  /** What it gave: JSON text, or the id of a claim-checked value. */
  readonly output?: string | undefined;
  readonly ref?: string | undefined;
  readonly failedNode?: string | undefined;
  /** JSON texts. */
  readonly failure?: string | undefined;
  readonly input?: string | undefined;
}

/** What happened to a run: all events, or the newest state that was kept and the events after it. */
export interface History {
  /** `run.started`. */
  readonly first: RunEvent;
  /** Sequence number of the newest event. */
  readonly seq: number;
  /** A person had the run tried again. */
  readonly retried: boolean;
  readonly kept?: KeptState;
  /** After `kept`. */
  readonly events: readonly RunEvent[];
}

export interface KeptState {
  readonly seq: number;
  /** JSON text of the engine's state. */
  readonly state: string;
}

/** Which results of a scope to put together. */
export interface Gathering {
  readonly runId: string;
  readonly node: string;
  readonly parent: string;
  /** Results in the order of the items, or as the items ended. */
  readonly order: 'items' | 'ended';
  /** False: only failures are wanted. */
  readonly results: boolean;
  /** Failures listed at most. */
  readonly failures: number;
  /** Results may have so many bytes at most. */
  readonly maxBytes: number;
  /** JSON text of the members that come before, without its closing bracket: `{"items":3`. */
  readonly head: string;
  /** Id for the value when it is large. */
  readonly newId: string;
}

/** `{...head, failures, results}`: JSON text, or a value that was claim-checked; or how much there would have been. */
export type Gathered =
  | { readonly text: string }
  | { readonly ref: string; readonly bytes: number }
  | { readonly tooLarge: number };

export interface Appended {
  /** `repeated`: an earlier try of the same write got through. `fenced`: the run is not the caller's any more. */
  readonly outcome: 'written' | 'repeated' | 'fenced';
  /** The exception raised, opened again or settled by it. */
  readonly exceptionId?: string;
}

/** A run as its new owner gets it. */
export interface ClaimedRun {
  readonly runId: string;
  /** Status before: `running` means that steps may have been under way. */
  readonly was: RunStatus;
  readonly flowId: string;
  readonly version: number | undefined;
  readonly snapshotId: string;
  readonly test: boolean;
  readonly keyRunId: string;
  readonly triggerNode: string;
  readonly trigger: TriggerInfo;
  readonly businessKey: string | undefined;
  readonly acceptedAt: Date;
  /** Sequence number of the newest event. */
  readonly seq: number;
  /** Where it stands in its lane, if it has one: a run that still waits was claimed to be cancelled. */
  readonly lane: 'waiting' | 'turn' | undefined;
}

export interface Letter {
  readonly runId: string;
  readonly id: string;
  readonly event: RunEvent;
}
