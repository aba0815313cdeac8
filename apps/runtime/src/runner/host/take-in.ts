import { ENGINE_VERSION } from '../../engine/index.ts';
import { failPoint } from '../../fail-points/index.ts';
import {
  type ClaimedRun,
  type History,
  type Letter,
  type Ownership,
  StoreUnavailableError,
} from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { createActiveRun } from './active-run.ts';
import { stuckFields } from './closing.ts';
import { foldHistory } from './fold-history.ts';
import type { Lease } from './lease.ts';
import { type ActiveRun, earlierOf, type RunInfo, type RunSurroundings } from './run-types.ts';
import type { HostStorage } from './storage.ts';
import type { HostLog } from './types.ts';

/** What taking claimed runs in needs of the host. */
export interface TakeInOptions {
  readonly storage: HostStorage;
  readonly lease: Lease;
  readonly clock: Clock;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly around: RunSurroundings;
  /** True for a run that is held, or on its way in. */
  isKnown(runId: string): boolean;
  /** Runs on their way in. */
  readonly coming: Set<string>;
  /** True for a run whose accept was never answered: it is ours and never began. Asked once. */
  neverBegan(runId: string): boolean;
  hold(run: ActiveRun, recover: boolean, mail: readonly Letter[]): void;
  /** A run that cannot go on was closed. */
  onStuck(run: ClaimedRun, exceptionId: string | undefined): void;
  readonly log?: HostLog | undefined;
}

/**
 * Goes on with runs the storage gave us, in the life in which they were asked for: when that has ended meanwhile they are
 * others'. Rejects when the storage was lost on the way.
 */
export async function takeIn(
  { runs: claimed, owner }: { readonly runs: readonly ClaimedRun[]; readonly owner: Ownership },
  options: TakeInOptions,
): Promise<void> {
  const { storage, lease, clock, loadSnapshot, around, coming, log } = options;
  const { journal } = storage;
  if (lease.isOver(owner)) return;
  const runs = claimed.filter(({ runId }) => !options.isKnown(runId));
  for (const { runId } of runs) coming.add(runId);
  try {
    const histories = await journal.readHistories(
      runs.map(({ runId }) => runId),
      ENGINE_VERSION,
    );
    const mail = Map.groupBy(await journal.readMail(owner.epoch), ({ runId }) => runId);
    failPoint('takeover.after-load');
    await Promise.all(runs.map((run) => resume(run, histories.get(run.runId), mail.get(run.runId) ?? [])));
  } finally {
    for (const { runId } of runs) coming.delete(runId);
  }

  async function resume(run: ClaimedRun, history: History | undefined, mail: readonly Letter[]): Promise<void> {
    const { runId, seq } = run;
    let loaded: LoadedFlow;
    try {
      if (history?.seq !== seq) throw new Error(`Run ${runId} has ${history?.seq ?? 0} events of ${seq}.`);
      loaded = await loadSnapshot(run.snapshotId);
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      return closeStuck(run, error);
    }
    if (lease.isOver(owner)) return; // whoever claims it next has it
    const { state } = foldHistory(loaded.plan, history);
    const keptSeq = history.kept?.seq;
    const neverBegan = options.neverBegan(runId);
    const active = createActiveRun(infoOf(run, history), loaded, { state, seq, owner, keptSeq }, around);
    // What waits in its lane has begun nothing: it is here to be cancelled.
    const isRecovered = run.was === 'running' && !neverBegan && run.lane !== 'waiting';
    options.hold(active, isRecovered, mail);
  }

  async function closeStuck(run: ClaimedRun, error: unknown): Promise<void> {
    const { runId, seq, triggerNode, trigger } = run;
    log?.error({ err: error, runId }, 'A run cannot go on.');
    const message = `The flow of this run could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
    const id = clock.newId({ runId, what: 'exception', nr: seq });
    const why = stuckFields(triggerNode, { kind: 'flow', code: 'flow-not-loadable', message }, id);
    const called = trigger.call ? true : undefined;
    const base = { runId, owner, seq, events: [], payloads: [], status: 'exception', release: true, called } as const;
    const end = { ...base, ...why };
    const { exceptionId } = await journal.append(end);
    options.onStuck(run, exceptionId);
  }
}

function infoOf(run: ClaimedRun, { first, retried }: History): RunInfo {
  const started = first.type === 'run.started' ? first : undefined;
  const keyRuns = started?.keyRuns;
  return {
    ...run,
    startedAt: first.at,
    retried: retried || started?.exceptionId !== undefined,
    hasLane: run.lane !== undefined,
    ...(keyRuns && { keyRuns }),
    ...(started?.kept && { earlier: earlierOf(started) }),
  };
}
