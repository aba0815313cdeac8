import { isEnded, type Json } from '@lockstep/schema/run';
import {
  initialState,
  type NodeId,
  type Plan,
  placeOf,
  type RunState,
  type StepRef,
  stepOf,
  transition,
  undoneIn,
} from '../../engine/index.ts';
import type { Clock } from '../clock.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { foldHistory, readHistory } from './fold-history.ts';
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
  const history = await readHistory(journal, runId);
  const first = history?.first;
  if (!history || first?.type !== 'run.started') return 'not-found';
  const resolve: Resolve = async (payload) =>
    'value' in payload ? payload.value : (JSON.parse(await journal.loadPayload(payload.ref)) as Json);

  const { triggerNode } = old;
  const { state } = foldHistory(before.plan, history);
  const wanted = from === WHERE_IT_STOPPED ? openSteps(before.plan, state) : [from ?? triggerNode];
  if (![...wanted, triggerNode].every((id) => on.plan.byId.has(id))) return 'step-unknown';
  // A step of a body is done again with its scope, all items of it: their keys are the old ones.
  const starts = wanted.map((id) => outermost(on.plan, id));
  const undone = undoneIn(before.plan, state);
  const isWhole = starts.some((id) => on.plan.byId.get(id)?.trigger);
  const seed = isWhole
    ? []
    : await replaySeed(
        { plan: before.plan, state },
        {
          plan: on.plan,
          from: starts,
          trigger: triggerNode,
          undone: undone.map((ref) => outermost(before.plan, ref)),
        },
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

/** The step itself, or the outermost scope around it. */
function outermost(plan: Plan, ref: StepRef): NodeId {
  const { node } = placeOf(ref);
  return plan.byId.get(node)?.scopes[0] ?? node;
}

/** True for a run that ended after it took back all it could: R11 has nothing to try again in it. */
export async function isUndone(runId: string, { storage, clock, loadSnapshot }: Surroundings): Promise<boolean> {
  const row = await storage.records.run(runId);
  // A flow that cannot be loaded is what the exception may be about; trying it again tells.
  const loaded = row && (await loadSnapshot(row.snapshotId).catch(() => undefined));
  if (row?.status !== 'exception' || !loaded) return false;
  const history = await readHistory(storage.journal, runId);
  const { state } = history ? foldHistory(loaded.plan, history) : { state: initialState };
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
