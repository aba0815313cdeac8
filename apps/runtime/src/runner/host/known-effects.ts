import { isEnded, type Payload, type RunEvent } from '@lockstep/schema/run';
import {
  type NodeId,
  type Plan,
  placeOf,
  placesIn,
  type RunState,
  refOf,
  stepOf,
  transition,
  undoneIn,
} from '../../engine/index.ts';
import type { Clock } from '../clock.ts';
import { effectKey, type LoadedFlow } from '../steps/index.ts';
import { foldHistory, readHistory } from './fold-history.ts';
import type { HostStorage, RunRecord } from './storage.ts';

export interface Surroundings {
  readonly storage: Pick<HostStorage, 'journal' | 'records'>;
  readonly clock: Clock;
  readonly loadSnapshot: (id: string) => Promise<LoadedFlow>;
}

type Started = Extract<RunEvent, { type: 'run.started' }>;

/** A run under the keys of another one, with its history folded. */
export interface EarlierRun extends RunRecord {
  readonly loaded: LoadedFlow;
  readonly first: Started;
  readonly state: RunState;
  /** Newest event. */
  readonly seq: number;
  /** Events since the newest state that was kept of it; all, where none was. */
  readonly events: readonly RunEvent[];
}

/** An effect that is known to have happened. */
export interface DoneEffect {
  readonly runId: string;
  readonly type: string;
  readonly port: string;
  readonly output: Payload;
  /** Epoch milliseconds; absent where the history was not read so far back. */
  readonly at: number | undefined;
}

/** What all runs of one message did, by idempotency key: an effect is the same whatever run it belongs to (R27). */
export interface KnownEffects {
  readonly done: ReadonlyMap<string, DoneEffect>;
  /** Nobody knows whether they happened; with their places. */
  readonly unsure: ReadonlyMap<string, string>;
  /** Happened and were taken back; with their places. */
  readonly undone: ReadonlyMap<string, string>;
  /** Steps whose keys carry another run, as the newest of the runs that say so has it. */
  readonly keyRuns: Readonly<Record<string, string>>;
}

/**
 * A run and all others under its keys, the oldest first; `busy` while one of them goes on, because what it does meanwhile is
 * not known.
 */
export async function readFamily(
  run: RunRecord,
  { storage, loadSnapshot }: Surroundings,
): Promise<readonly EarlierRun[] | 'busy'> {
  const records = await storage.records.family(run);
  if (records.some(({ status }) => !isEnded(status))) return 'busy';
  const family: EarlierRun[] = [];
  for (const record of records) {
    const history = await readHistory(storage.journal, record.runId);
    if (history?.first.type !== 'run.started') continue;
    const loaded = await loadSnapshot(record.snapshotId);
    const { first, seq, events } = history;
    const { state } = foldHistory(loaded.plan, history);
    family.push({ ...record, loaded, first, seq, events, state: asLost(loaded.plan, state) });
  }
  return family;
}

/** A run that could not go on ended without an event: what it was at may have happened, as after a takeover (R10). */
function asLost(plan: Plan, state: RunState): RunState {
  return isEnded(state.status) ? state : transition(plan, state, { type: 'run.resumed', at: 0 }).state;
}

export async function knownEffects(
  family: readonly EarlierRun[],
  { storage }: Pick<Surroundings, 'storage'>,
): Promise<KnownEffects> {
  const done = new Map<string, DoneEffect>();
  const unsure = new Map<string, string>();
  const undone = new Map<string, string>();
  const lost = Map.groupBy(await storage.records.unsureItems(family.map(({ runId }) => runId)), ({ runId }) => runId);
  for (const run of family) {
    const { first, state, loaded, runId } = run;
    const { plan } = loaded;
    const keyOf = (ref: string) => effectKey({ keyRunId: run.keyRunId, ...keysOf(first) }, placeOf(ref));
    // What was known before, also of runs that are gone by now.
    for (const { node, runId: by, port, output, at } of first.kept ?? []) {
      if (!done.has(keyOf(node))) done.set(keyOf(node), { runId: by, type: typeOf(loaded, node), port, output, at });
    }
    for (const ref of first.unsure ?? []) unsure.set(keyOf(ref), ref);
    const taken = new Set(undoneIn(plan, state));
    for (const ref of taken) undone.set(keyOf(ref), ref);
    for (const { id, scopes } of plan.nodes.filter(isEffect)) {
      if (scopes.length > 0) continue;
      const step = stepOf(state.steps, id);
      const isDone = step?.status === 'succeeded' && step.attempt > 0 && step.port !== undefined && step.output;
      if (isDone && !taken.has(id)) {
        const { port = '', output } = step;
        if (output) done.set(keyOf(id), { runId, type: typeOf(loaded, id), port, output, at: endOf(run, id) });
      } else if (!isDone && (step?.outcomeUnknown || state.doubtful?.includes(id))) unsure.set(keyOf(id), id);
    }
    for (const ref of unsureInItems(plan, state)) unsure.set(keyOf(ref), ref);
    for (const { node, item } of lost.get(runId) ?? []) {
      const drawn = plan.byId.get(node);
      if (drawn && isEffect(drawn) && drawn.scopes.length === item.split('.').length) {
        unsure.set(keyOf(refOf({ node, item })), refOf({ node, item }));
      }
    }
  }
  for (const key of undone.keys()) done.delete(key);
  for (const key of [...done.keys(), ...undone.keys()]) unsure.delete(key);
  return { done, unsure, undone, keyRuns: Object.assign({}, ...family.map(({ first }) => first.keyRuns ?? {})) };
}

/** A step that changes something when it is repeated. What is `safe` is read again; undo steps follow from others. */
export function isEffect({ effect, strategy, undoes }: Plan['nodes'][number]): boolean {
  return effect === 'write' && strategy !== 'safe' && undoes === undefined;
}

function unsureInItems(plan: Plan, state: RunState): readonly string[] {
  return placesIn(plan, state).flatMap(({ node, item, step }) => {
    const drawn = plan.byId.get(node);
    const isUnsure = item !== '' && drawn && isEffect(drawn) && step.outcomeUnknown;
    return isUnsure && step.status !== 'succeeded' ? [refOf({ node, item })] : [];
  });
}

function keysOf({ keyRuns }: Started): { readonly keyRuns?: Readonly<Record<string, string>> } {
  return keyRuns ? { keyRuns } : {};
}

/** The type of a node as it was drawn. */
export function typeOf({ flow }: LoadedFlow, node: NodeId): string {
  return flow.nodes.find(({ id }) => id === node)?.type ?? '';
}

/** When a step of the run itself ended well. */
function endOf({ events }: EarlierRun, node: NodeId): number | undefined {
  return events.findLast(
    (event) =>
      (event.type === 'step.succeeded' || event.type === 'step.released' || event.type === 'timer.fired') &&
      event.node === node &&
      !event.item,
  )?.at;
}
