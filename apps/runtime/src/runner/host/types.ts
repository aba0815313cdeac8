import type { Json, Payload, RunEvent, RunStatus, TriggerInfo } from '@lockstep/schema/run';
import type { Accepted, AcceptIn, FoundField, LanePlace, Store } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { Executor, LoadedFlow, StepResponse } from '../steps/index.ts';
import type { PlannedStep, Replay, ReplayPlan, ReplayRefused } from './replay-types.ts';

/** A message to begin a run with. */
export interface StartRun {
  readonly flowId: string;
  /** Published version; `undefined` for a test run of a draft. */
  readonly version: number | undefined;
  readonly snapshotId: string;
  /** Trigger node that received the message. */
  readonly node: string;
  readonly message: Json;
  readonly trigger: TriggerInfo;
  /** What the sender's repetition of the same message is recognised by, for ever. */
  readonly dedupeKey?: string | undefined;
  /** Hash of what was sent: another one under the same key is no repetition (`Started.isOther`). Absent: not told apart. */
  readonly bodyHash?: string | undefined;
  /** The order number, or what else people call the message by. */
  readonly businessKey?: string | undefined;
  readonly test?: boolean;
  /** Run whose effects these are, for a replay; the new run itself when absent. */
  readonly keyRunId?: string;
  /** Steps that count as done, with what they gave. */
  readonly seed?: readonly SeedStep[];
  /** What earlier runs did, what nobody knows of, where it is looked up, and what a person wants again: R27. */
  readonly earlier?: EarlierRuns | undefined;
  /** Steps whose keys carry another run than `keyRunId`. */
  readonly keyRuns?: Readonly<Record<string, string>>;
  /** Steps whose earlier effect was undone: their keys carry the new run. */
  readonly renewed?: readonly string[];
  /** Offset of the event it is about, the last of several. */
  readonly eventOffset?: number | undefined;
  /** It runs although newer messages of its lane were done. */
  readonly evenStale?: boolean | undefined;
  /** Run whose place in a lane it takes. */
  readonly replaces?: string | undefined;
}

/** The run that a replay repeats, and what it knows of it and of all others under the same keys. */
export interface EarlierRuns extends Pick<RunStarted, 'kept' | 'unsure' | 'earlier' | 'repeat' | 'exceptionId'> {
  readonly replayOf: string;
}

type RunStarted = Extract<RunEvent, { type: 'run.started' }>;

export interface SeedStep {
  readonly node: string;
  readonly port: string;
  readonly output: Payload;
}

export interface Started {
  /** The run of this message; for a duplicate the run that the first delivery began. */
  readonly runId: string;
  readonly duplicate: boolean;
  /** A duplicate by its key, and another message by its hash. */
  readonly isOther?: boolean;
}

export type WaitedFor =
  | { readonly kind: 'response'; readonly response: StepResponse }
  /** The run ended and no step answered. */
  | { readonly kind: 'ended'; readonly status: RunStatus }
  | { readonly kind: 'deadline' };

/** Runs flows durably: the one door into the engine. */
export interface Host {
  /**
   * Resolves when the message is durable, not before. The run goes on by itself.
   *
   * @throws OverloadedError when nothing is accepted now: closing, or too many runs queued
   * @throws StoreUnavailableError when the database cannot be reached; the message may have been accepted, so the sender
   *   must repeat it with the same key
   */
  start(run: StartRun): Promise<Started>;
  /**
   * Accepts several messages, in the order given, by a commit that does more: `write` is given what accepts them in its
   * transaction, and may refuse with `outrun`. None has a dedupe key.
   *
   * @throws as `start`
   */
  startAll(
    runs: readonly StartRun[],
    write: (accept: AcceptIn) => Promise<readonly Accepted[] | 'outrun'>,
  ): Promise<readonly Started[] | 'outrun'>;
  /** The answer of the run's first `responds` step, durable as everything before it, or the end of the run. */
  waitForResponse(runId: string, deadlineMs: number): Promise<WaitedFor>;
  /**
   * Tries the failed steps of an ended run again, in the same run and with the same idempotency keys. `undefined` when the
   * run did not end as an exception, or the exception is not open; `undone` when the run took back what it had done, so that
   * only a replay can do it again; `replayed` when a replay repeats it, which is what to try again.
   */
  retry(
    target: { readonly runId: string } | { readonly exceptionId: string },
    by: string,
  ): Promise<{ readonly runId: string; readonly exceptionId?: string } | 'undone' | 'replayed' | undefined>;
  /** Effects under way settle, nothing new begins. False when there is no such run or it has ended. */
  cancel(runId: string, by: string): Promise<boolean>;
  /** Gives an open exception up. False when there is none. */
  discard(exceptionId: string, by: string, reason: string): Promise<boolean>;
  /** Lets the lane of a failed run go on without it; its exception stays open. False when no lane waits for the run. */
  moveOn(runId: string): Promise<boolean>;
  /**
   * Starts a new run from step `from` of an ended one (its trigger when absent) with what the other steps gave. What it, or
   * another run under the same keys, is known to have done is kept (R27). An open exception of these goes on with the new run.
   *
   * @throws as `start`
   */
  replay(replay: Replay): Promise<{ readonly runId: string } | ReplayRefused>;
  /** What a replay would do, now. */
  planReplay(replay: Omit<Replay, 'by'>): Promise<ReplayPlan | ReplayRefused>;
  /**
   * What trying the failed steps again would do (R11); `undefined` when the run did not end as an exception, `undone` when it took
   * back what it had done.
   */
  planRetry(runId: string): Promise<readonly PlannedStep[] | 'undone' | undefined>;
  /** Runs held in memory by this process. */
  inFlight(): number;
  /** Runs in the database that wait for a worker with room, as last counted. */
  queued(): number;
  /** True while messages are accepted. */
  accepting(): boolean;
  /** True while runs are carried out here: the process holds its lease, and is not closing. */
  working(): boolean;
  /** Stops accepting, finishes what ends in time, hands the rest over to the other workers or the next start. */
  close(): Promise<void>;
}

/**
 * Where a message belongs: a place, none (it runs on its own), or why it cannot be told.
 *
 * @throws OverloadedError when it cannot be computed now
 */
export type PlaceOf = (
  loaded: LoadedFlow,
  message: { readonly message: Json; readonly trigger: TriggerInfo; readonly at: number },
) => Promise<Pick<LanePlace, 'key' | 'rank' | 'digest'> | { readonly unplaced: string } | undefined>;

/** Number of the change of variables that a run which begins now keeps; `undefined` where its flow reads none. */
export type VariablesOf = (loaded: LoadedFlow) => number | undefined;

/** What a message is found by, as its flow says; `undefined` where that says nothing. Never throws. */
export type FieldsOf = (
  loaded: LoadedFlow,
  message: { readonly message: Json; readonly node: string },
) => readonly FoundField[] | undefined;

/** pino's shape. */
export interface HostLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface HostOptions extends HostSettings {
  readonly store: Store;
  /** That of the machine when absent. */
  readonly clock?: Clock;
}

export interface HostSettings {
  readonly executor: Executor;
  /** The flow of a snapshot, ready to run; kept by the caller, it is asked for every run. */
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  /** Where messages belong in the lanes of their flows; absent where no flow has lanes. */
  readonly placeOf?: PlaceOf;
  /** Which variables a run keeps; absent where there are none. */
  readonly variablesOf?: VariablesOf;
  /** What the messages of a flow are found by; absent where no flow says. */
  readonly fieldsOf?: FieldsOf;
  /** Refuses messages to a flow by throwing an `OverloadedError`; nothing was written then. Tests of drafts are not asked about. */
  readonly admit?: (flowId: string) => void;
  /** Name of this process for people; made up when absent. */
  readonly workerId?: string;
  /** How long a silent worker keeps its runs. Takeover after a crash takes at most this and one poll. */
  readonly leaseMs?: number;
  readonly heartbeatMs?: number;
  /** How often to look for work that nobody told us about. */
  readonly pollMs?: number;
  /** False: accepts, and leaves every run to the other processes. */
  readonly works?: boolean;
  /** Runs in memory at most; further ones stay queued in the database. */
  readonly maxInFlight?: number;
  /** Queued runs from which on nothing is accepted. */
  readonly maxQueued?: number;
  /** How long `close` lets runs go on before it hands them over. */
  readonly drainMs?: number;
  /** How long `close` then waits for the effects under way, and after that for the handing over. */
  readonly settleMs?: number;
  readonly onRunChanged?: (change: RunChange) => void;
  /** A run, or one of its steps, broke its promise about time (R16); told once, after the commit. */
  readonly onSlaBreached?: (breach: SlaBreach) => void;
  readonly onException?: (change: ExceptionChange) => void;
  /** Who is told when something happened to a called run, after the commit. Absent: no flow calls another. */
  readonly calls?: CallWatch;
  readonly log?: HostLog;
}

/** Tells the ends of called runs to the steps that wait for them. */
export interface CallWatch {
  /** A called run ended, or a step began or gave up to wait for it. Never throws. */
  look(calledRunId: string): void;
  /** Looks for what was left by a crash. Asked at each poll. */
  lookForLeft(): Promise<void>;
}

/** A run whose history grew; told after the commit. */
export interface RunChange {
  readonly runId: string;
  readonly flowId: string;
  readonly status: RunStatus;
}

export interface SlaBreach {
  readonly runId: string;
  readonly flowId: string;
  /** Absent: the run as a whole. */
  readonly node: string | undefined;
}

/** An exception that was raised, is being tried again, or is settled; told after the commit. */
export interface ExceptionChange {
  readonly exceptionId: string;
  readonly runId: string;
  readonly flowId: string;
  readonly status: 'open' | 'retrying' | 'resolved' | 'discarded';
}

/** Not accepted now; nothing was written. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';
  /** When to try again, from now. */
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}
