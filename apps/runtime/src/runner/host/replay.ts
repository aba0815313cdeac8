import { isEnded, type Json } from '@lockstep/schema/run';
import { fold, type NodeId, type Plan, type RunState, stepOf, transition } from '../../engine/index.ts';
import type { Clock } from '../clock.ts';
import type { LoadedFlow } from '../steps/index.ts';
import type { Resolve } from './messages.ts';
import { replaySeed } from './replay-seed.ts';
import type { HostStorage, RunRecord } from './storage.ts';
import { type Replay, type ReplayRefused, type StartRun, WHERE_IT_STOPPED } from './types.ts';

interface Surroundings {
  readonly storage: Pick<HostStorage, 'journal' | 'records'>;
  readonly clock: Clock;
  readonly loadSnapshot: (id: string) => Promise<LoadedFlow>;
}

/**
 * What to start for a replay. It carries the idempotency keys of the run it repeats, so an effect that the other system
 * remembers does not happen twice; and its own copies of large values, so the old run may be removed.
 */
export async function planReplay(
  { runId, from, version, by, message, dedupeKey, evenStale }: Replay,
  { storage, clock, loadSnapshot }: Surroundings,
): Promise<StartRun | ReplayRefused> {
  const { journal, records } = storage;
  const old = await records.run(runId);
  if (!old) return 'not-found';
  if (!isEnded(old.status)) return 'not-ended';
  const target = await snapshotOf(storage, old, version);
  if (!target) return 'version-unknown';
  const [before, on] = await Promise.all([loadSnapshot(old.snapshotId), loadSnapshot(target.snapshotId)]);
  const events = await journal.readEvents(runId);
  const first = events[0];
  if (first?.type !== 'run.started') return 'not-found';
  const resolve: Resolve = async (payload) =>
    'value' in payload ? payload.value : (JSON.parse(await journal.loadPayload(payload.ref)) as Json);

  const { triggerNode } = old;
  const { state } = fold(before.plan, events);
  const starts = from === WHERE_IT_STOPPED ? openSteps(before.plan, state) : [from ?? triggerNode];
  if (![...starts, triggerNode].every((id) => on.plan.byId.has(id))) return 'step-unknown';
  const undone = undoneSteps(before.plan, state);
  const isWhole = starts.some((id) => on.plan.byId.get(id)?.trigger);
  const seed = isWhole
    ? []
    : await replaySeed(
        { plan: before.plan, state },
        { plan: on.plan, from: starts, trigger: triggerNode, undone },
        resolve,
      );
  return {
    flowId: old.flowId,
    version: target.version,
    snapshotId: target.snapshotId,
    node: triggerNode,
    message: message === undefined ? await resolve(first.output) : message,
    dedupeKey,
    trigger: { ...old.trigger, kind: 'replay', receivedAt: clock.now(), by },
    businessKey: old.businessKey,
    test: old.test,
    keyRunId: old.keyRunId,
    seed,
    evenStale,
    // What others wait behind, or may be tried again, is not overtaken by what came after it.
    replaces: old.status === 'exception' ? runId : undefined,
    ...(first.keyRuns && { keyRuns: first.keyRuns }),
    ...(undone.length > 0 && { renewed: undone }),
  };
}

/** Steps at which the run ended without having done them. */
function openSteps(plan: Plan, { steps }: RunState): readonly NodeId[] {
  return plan.nodes.flatMap(({ id, undoes }) => {
    const step = stepOf(steps, id);
    const isOpen = step?.status === 'cancelled' || (step?.status === 'failed' && step.port === undefined);
    return isOpen && undoes === undefined ? [id] : [];
  });
}

/** R14: steps whose effect was taken back. The system remembers their key as done, so a repetition needs another one. */
function undoneSteps(plan: Plan, { steps, done = [] }: RunState): readonly NodeId[] {
  return done.filter((id) => stepOf(steps, plan.byId.get(id)?.undo ?? '')?.status === 'succeeded');
}

/** True for a run that ended after it took back all it could: R11 has nothing to try again in it. */
export async function isUndone(runId: string, { storage, clock, loadSnapshot }: Surroundings): Promise<boolean> {
  const row = await storage.records.run(runId);
  // A flow that cannot be loaded is what the exception may be about; trying it again tells.
  const loaded = row && (await loadSnapshot(row.snapshotId).catch(() => undefined));
  if (row?.status !== 'exception' || !loaded) return false;
  const { state } = fold(loaded.plan, await storage.journal.readEvents(runId));
  if (state.status !== 'exception' || !state.done) return false;
  return transition(loaded.plan, state, { type: 'run.retried', at: clock.now(), by: '' }).state === state;
}

async function snapshotOf(
  { records }: Pick<HostStorage, 'records'>,
  old: RunRecord,
  version: number | undefined,
): Promise<Pick<RunRecord, 'snapshotId' | 'version'> | undefined> {
  if (version === undefined || version === old.version) return { snapshotId: old.snapshotId, version: old.version };
  const snapshotId = await records.snapshotOf(old.flowId, version);
  return snapshotId === undefined ? undefined : { snapshotId, version };
}
