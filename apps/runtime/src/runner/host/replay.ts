import { isEnded, type Json } from '@lockstep/schema/run';
import { initialState, type NodeId, type Plan, type RunState, stepOf, transition } from '../../engine/index.ts';
import type { Takeover } from '../../store/index.ts';
import { foldHistory, readHistory } from './fold-history.ts';
import { type EarlierRun, isEffect, knownEffects, readFamily, type Surroundings } from './known-effects.ts';
import type { Resolve } from './messages.ts';
import { type EffectPlan, outermost, planEffects } from './replay-plan.ts';
import { replaySeed } from './replay-seed.ts';
import {
  type PlannedStep,
  type Replay,
  type ReplayPlan,
  type ReplayRefused,
  WHERE_IT_STOPPED,
} from './replay-types.ts';
import type { HostStorage, RunRecord } from './storage.ts';
import type { StartRun } from './types.ts';

/** A replay that was decided about: all that is needed to start it. */
interface Prepared {
  readonly old: EarlierRun;
  readonly family: readonly EarlierRun[];
  readonly on: Pick<RunRecord, 'snapshotId' | 'version'>;
  readonly from: readonly NodeId[];
  readonly exceptionId: string | undefined;
  readonly plan: Plan;
  readonly effects: EffectPlan;
}

type Wanted = Omit<Replay, 'by'>;

/** What a replay would do, now. */
export async function planReplay(wanted: Wanted, around: Surroundings): Promise<ReplayPlan | ReplayRefused> {
  const prepared = await prepare(wanted, around);
  if (typeof prepared === 'string') return prepared;
  const { on, from, exceptionId, effects } = prepared;
  return { ...on, from, exceptionId, steps: effects.steps };
}

/**
 * What to start for a replay, and what it takes over. It carries the idempotency keys of the run it repeats, names what is known to
 * have been done under them (R27), and has its own copies of large values, so the old runs may be removed.
 */
export async function requestReplay(
  replay: Replay,
  around: Surroundings,
): Promise<{ readonly request: StartRun; readonly takeover: Takeover } | ReplayRefused> {
  const prepared = await prepare(replay, around);
  if (typeof prepared === 'string') return prepared;
  const { old, family, on, from, exceptionId, plan, effects } = prepared;
  const { kept, unsure, renewed, repeated, keyRuns } = effects;
  const { runId, by, message, dedupeKey, evenStale, reason = '', changes = [] } = replay;
  const { journal } = around.storage;
  const resolve: Resolve = async (payload) =>
    'value' in payload ? payload.value : (JSON.parse(await journal.loadPayload(payload.ref)) as Json);
  const isWhole = from.some((id) => plan.byId.get(id)?.trigger);
  const again = { plan, again: effects.again, trigger: old.triggerNode };
  const seed = isWhole ? [] : await replaySeed({ plan: old.loaded.plan, state: old.state }, again, resolve);
  const inScopes = plan.nodes.some((node) => node.scopes.length > 0 && isEffect(node));
  const request: StartRun = {
    flowId: old.flowId,
    version: on.version,
    snapshotId: on.snapshotId,
    node: old.triggerNode,
    message: message === undefined ? await resolve(old.first.output) : message,
    dedupeKey,
    trigger: { ...old.trigger, kind: 'replay', receivedAt: around.clock.now(), by },
    businessKey: old.businessKey,
    test: old.test,
    keyRunId: old.keyRunId,
    seed,
    earlier: {
      replayOf: runId,
      kept: await Promise.all(
        kept.map(async ({ node, port, output, at, runId: doneBy }) => {
          const when = at === undefined ? {} : { at };
          return { node, port, output: { value: await resolve(output) }, ...when, runId: doneBy };
        }),
      ),
      ...(unsure.length > 0 && { unsure: [...unsure] }),
      ...(inScopes && { earlier: family.map((run) => run.runId) }),
      ...(repeated.length > 0 && { repeat: { by, steps: [...repeated] } }),
      ...(exceptionId !== undefined && { exceptionId }),
    },
    evenStale,
    // What others wait behind, or may be tried again, is not overtaken by what came after it.
    replaces: old.status === 'exception' ? runId : undefined,
    ...(Object.keys(keyRuns).length > 0 && { keyRuns }),
    ...(renewed.length > 0 && { renewed }),
  };
  const seen = family.map((run) => ({ runId: run.runId, seq: run.seq }));
  return { request, takeover: { runId, seen, exceptionId, by, reason, changes, repeated } };
}

async function prepare(
  { runId, from, version, repeat = [], exceptionId }: Wanted,
  around: Surroundings,
): Promise<Prepared | ReplayRefused> {
  const { storage, loadSnapshot } = around;
  const record = await storage.records.run(runId);
  if (!record) return 'not-found';
  if (!isEnded(record.status)) return 'not-ended';
  const target = await snapshotOf(storage, record, version);
  if (!target) return 'version-unknown';
  const family = await readFamily(record, around);
  if (family === 'busy') return 'busy';
  const old = family.find((run) => run.runId === runId);
  if (!old) return 'not-found';
  const on = await loadSnapshot(target.snapshotId);
  const { triggerNode } = old;
  const wanted = from === WHERE_IT_STOPPED ? openSteps(old.loaded.plan, old.state) : [from ?? triggerNode];
  if (![...wanted, triggerNode].every((id) => on.plan.byId.has(id))) return 'step-unknown';
  const isUnknown = (id: NodeId) => !on.plan.nodes.some((node) => node.id === id && isEffect(node));
  if (repeat !== 'all' && repeat.some(isUnknown)) return 'repeat-unknown';
  const open = await storage.records.openException(family.map((run) => run.runId));
  if (exceptionId !== undefined && open !== exceptionId) return 'settled';
  // A step of a body is done again with its scope.
  const starts = wanted.map((id) => outermost(on.plan, id));
  const known = await knownEffects(family, around);
  const effects = planEffects(old, known, { on, from: starts, keyRunId: old.keyRunId, repeat });
  return { old, family, on: target, from: starts, exceptionId: open, plan: on.plan, effects };
}

/** What trying the failed steps of a run again would do, effect by effect (R11); `undefined` when it did not end so. */
export async function planRetry(
  runId: string,
  around: Surroundings,
): Promise<readonly PlannedStep[] | 'undone' | undefined> {
  const row = await around.storage.records.run(runId);
  if (row?.status !== 'exception') return undefined;
  const family = await readFamily(row, around);
  const old = family === 'busy' ? undefined : family.find((run) => run.runId === runId);
  if (family === 'busy' || !old) return undefined;
  const { plan } = old.loaded;
  if (cannotGoOn(plan, old.state, around.clock.now())) return 'undone';
  const from = openSteps(plan, old.state).map((id) => outermost(plan, id));
  const known = await knownEffects(family, around);
  return planEffects(old, known, { on: old.loaded, from, keyRunId: old.keyRunId, repeat: [] }).steps;
}

/** Steps at which the run ended without having done them. */
function openSteps(plan: Plan, { steps }: RunState): readonly NodeId[] {
  return plan.nodes.flatMap(({ id, undoes }) => {
    const step = stepOf(steps, id);
    const isOpen = step?.status === 'cancelled' || (step?.status === 'failed' && step.port === undefined);
    return isOpen && undoes === undefined ? [id] : [];
  });
}

/** True for a run that ended after it took back all it could: R11 has nothing to try again in it. */
export async function isUndone(runId: string, { storage, clock, loadSnapshot }: Surroundings): Promise<boolean> {
  const row = await storage.records.run(runId);
  // A flow that cannot be loaded is what the exception may be about; trying it again tells.
  const loaded = row && (await loadSnapshot(row.snapshotId).catch(() => undefined));
  if (row?.status !== 'exception' || !loaded) return false;
  const history = await readHistory(storage.journal, runId);
  const { state } = history ? foldHistory(loaded.plan, history) : { state: initialState };
  return cannotGoOn(loaded.plan, state, clock.now());
}

/** R14: it took back all it could. */
function cannotGoOn(plan: Plan, state: RunState, at: number): boolean {
  if (state.status !== 'exception' || !state.done) return false;
  return transition(plan, state, { type: 'run.retried', at, by: '' }).state === state;
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
