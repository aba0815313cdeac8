import type { RunEvent, RunStatus, TriggerInfo } from '@lockstep/schema/run';
import type { RunState } from '../../engine/index.ts';
import type { Journal, Letter, Mailbox, Ownership } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { Executor, StepResponse } from '../steps/index.ts';
import type { Lease } from './lease.ts';
import type { Stage } from './releasing.ts';
import type { CallWatch, HostLog } from './types.ts';

/** A run as its owner holds it in memory. */
export interface ActiveRun {
  readonly info: RunInfo;
  readonly owner: Ownership;
  readonly state: RunState;
  /** Does what is outstanding. `recover`: the worker before may have been in the middle of steps. */
  begin(recover: boolean, letters?: readonly Letter[]): void;
  /** Takes a letter from the run's mailbox. */
  deliver(letter: Letter): void;
  /** Looks again whether something may begin or be handed over: the lease, or the host, changed. */
  look(): void;
  /** Forgets the run: it belongs to another worker, or another life of this one. */
  lose(): void;
}

/** Where a run stands as it is taken up. */
export interface RunFrom {
  readonly state: RunState;
  /** Newest event. */
  readonly seq: number;
  readonly owner: Ownership;
  /** Event after which its state was kept last. */
  readonly keptSeq?: number | undefined;
}

export interface RunInfo {
  readonly runId: string;
  readonly flowId: string;
  readonly test: boolean;
  readonly keyRunId: string;
  readonly keyRuns?: Readonly<Record<string, string>>;
  readonly triggerNode: string;
  readonly trigger: TriggerInfo;
  /** Epoch milliseconds of `run.started`: the clock of the run's scripts. */
  readonly startedAt: number;
  /** True when a person had the run tried again: its exception is settled with its end. */
  readonly retried: boolean;
  /** Of a replay: where it is looked up what items did, and which steps are done again all the same (R27). */
  readonly earlier?: { readonly runIds: readonly string[]; readonly repeat: readonly string[] };
  /** True for a run with a place in a lane: others may wait for its end. */
  readonly hasLane: boolean;
}

/** What `run.started` of a replay says about items. */
export function earlierOf({
  earlier = [],
  repeat,
}: Pick<Extract<RunEvent, { type: 'run.started' }>, 'earlier' | 'repeat'>): NonNullable<RunInfo['earlier']> {
  return { runIds: earlier, repeat: repeat?.steps ?? [] };
}

/** What the host lends to its runs. */
export interface RunSurroundings {
  readonly journal: Journal;
  readonly mailbox: Pick<Mailbox, 'match'>;
  readonly calls: Pick<CallWatch, 'look'> | undefined;
  readonly executor: Executor;
  readonly clock: Clock;
  readonly lease: Lease;
  readonly log?: HostLog | undefined;
  stage(): Stage;
  onSaved(run: ActiveRun, status: RunStatus): void;
  /** The run, or a step of it, broke its promise about time. Told after the commit. */
  onBreach(run: ActiveRun, node: string | undefined): void;
  onResponse(run: ActiveRun, response: StepResponse): void;
  /** The run is not held any more. Told once. */
  onGone(run: ActiveRun, how: Gone): void;
}

/** Why a run left this process: it ended (with its exception), was given back, or belongs to another by now. */
export type Gone =
  | { readonly how: 'ended'; readonly status: RunStatus; readonly exceptionId?: string | undefined }
  | { readonly how: 'released' | 'lost' };
