import { initialState, transition } from '../../engine/index.ts';
import { failPoint } from '../../fail-points/index.ts';
import {
  type Accepted,
  type AcceptIn,
  type Ownership,
  StoreUnavailableError,
  type Takeover,
} from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { type AcceptedRun, acceptMixed } from './accept-mixed.ts';
import { createActiveRun } from './active-run.ts';
import type { LaneDesk } from './lane-desk.ts';
import type { Lease } from './lease.ts';
import { isOther, newRun, type RunPlace } from './new-run.ts';
import type { ActiveRun, RunSurroundings } from './run-types.ts';
import type { HostStorage } from './storage.ts';
import type { Teller } from './tell.ts';
import { type Host, type HostSettings, OverloadedError, type Started, type StartRun } from './types.ts';

/** What accepting needs of the host. */
export interface IntakeParts {
  readonly storage: HostStorage;
  readonly clock: Clock;
  readonly settings: Pick<HostSettings, 'loadSnapshot' | 'placeOf' | 'variablesOf' | 'fieldsOf' | 'admit'>;
  readonly maxQueued: number;
  readonly lease: Lease;
  readonly around: RunSurroundings;
  readonly tell: Teller;
  /** Runs between the database and memory. */
  readonly coming: Set<string>;
  /** Accepts whose answer was lost, with the monotonic time. */
  readonly unanswered: Map<string, number>;
  desk(): LaneDesk | undefined;
  /** Runs that may still be taken into memory. */
  room(): number;
  queued(): number;
  accepting(): boolean;
  hold(run: ActiveRun, recover: boolean): void;
  announceQueued(): void;
}

export interface Intake extends Pick<Host, 'start' | 'startAll'> {
  /** Begins a replay, which takes over what the run before left open; `changed` when that moved on meanwhile. */
  startReplay(request: StartRun, takeover: Takeover): Promise<Started | 'changed'>;
}

/** A message whose place is known. */
interface Placed {
  readonly request: StartRun;
  readonly loaded: LoadedFlow;
  readonly at: number;
  readonly place: RunPlace | undefined;
}

/** A message as a run that is about to be accepted. */
type NewRun = Pick<Placed, 'request' | 'loaded'> & ReturnType<typeof newRun>;

/** Accepts messages: durable first, then begun here where there is room, else left to whoever has some. */
export function createIntake(parts: IntakeParts): Intake {
  const { storage, clock, lease, tell, coming, unanswered, around } = parts;
  const { journal } = storage;
  const { loadSnapshot } = parts.settings;
  return { start, startReplay, startAll };

  async function start(request: StartRun): Promise<Started> {
    failPoint('receive');
    refuseWhenOverloaded([request]);
    const placed = await placeIn(request);
    const run = asRun(placed, storage.drawRunId && (await storage.drawRunId()));
    const { owner } = lease;
    const isFull = parts.room() <= 0;
    const accepted = await whileComing([run], (): Promise<AcceptedRun> => {
      const message = { ...run.item, queued: isFull, owner };
      const { lane } = message;
      const lanes = parts.desk();
      return lane && lanes ? lanes.accept({ ...message, lane }) : journal.accept(message);
    });
    return begin(run, accepted, owner);
  }

  async function startReplay(request: StartRun, takeover: Takeover): Promise<Started | 'changed'> {
    failPoint('receive');
    refuseWhenOverloaded([request]);
    const placed = await placeIn(request);
    const run = asRun(placed, storage.drawRunId && (await storage.drawRunId()));
    const { owner } = lease;
    const item = { ...run.item, queued: parts.room() <= 0, owner };
    const accepted = await whileComing([run], () => storage.replays.begin(item, takeover));
    if (accepted === 'changed') return accepted;
    await parts.desk()?.heard(accepted, owner);
    const started = begin(run, accepted, owner);
    const { exceptionId, seen } = takeover;
    if (exceptionId !== undefined && !started.duplicate) {
      const { runId, flowId } = { ...request, ...started };
      tell.exception({ exceptionId, runId, flowId, status: 'retrying' });
    }
    // Whichever of them held its lane: it goes on.
    for (const { runId } of seen) parts.desk()?.ended(runId);
    return started;
  }

  async function startAll(
    requests: readonly StartRun[],
    write: (accept: AcceptIn) => Promise<readonly Accepted[] | 'outrun'>,
  ): Promise<readonly Started[] | 'outrun'> {
    failPoint('receive');
    refuseWhenOverloaded(requests);
    // Ids grow in the order given, so they are drawn when all places are known.
    const runs: NewRun[] = [];
    for (const placed of await Promise.all(requests.map(placeIn))) {
      runs.push(asRun(placed, storage.drawRunId && (await storage.drawRunId())));
    }
    const { owner } = lease;
    const free = parts.room();
    const items = runs.map(({ item }, index) => ({ ...item, queued: index >= free, owner }));
    let accepted: readonly AcceptedRun[] = [];
    const written = await whileComing(runs, () =>
      write(async (tx) => {
        accepted =
          items.length === 0 ? [] : await acceptMixed(items, { tx, desk: parts.desk(), acceptIn: storage.acceptIn });
        return accepted;
      }),
    );
    if (written === 'outrun') return 'outrun';
    for (const one of accepted) await parts.desk()?.heard(one, owner);
    return runs.map((run, index) => begin(run, accepted[index] as AcceptedRun, owner));
  }

  async function placeIn(asked: StartRun): Promise<Placed> {
    const loaded = await loadSnapshot(asked.snapshotId);
    const at = clock.now();
    const vars = parts.settings.variablesOf?.(loaded);
    // The variables a run begins with are those it keeps; a replay begins with those of its day.
    const { vars: _, ...trigger } = asked.trigger;
    const request = { ...asked, trigger: vars === undefined ? trigger : { ...trigger, vars } };
    return { request, loaded, at, place: await placeOf(loaded, request, at) };
  }

  function asRun({ request, loaded, at, place }: Placed, runId: string = clock.newId()): NewRun {
    const fields = parts.settings.fieldsOf?.(loaded, request);
    return { request, loaded, ...newRun(request, { runId, at, newId: clock.newId, place, fields }) };
  }

  /** While an accept is under way its runs are neither ours nor anybody's; if its answer is lost, they may be ours. */
  async function whileComing<T>(runs: readonly NewRun[], accept: () => Promise<T>): Promise<T> {
    for (const { info } of runs) coming.add(info.runId);
    try {
      const accepted = await accept();
      failPoint('accept.before-begin');
      return accepted;
    } catch (error) {
      if (error instanceof StoreUnavailableError) {
        for (const { info } of runs) unanswered.set(info.runId, clock.monotonic());
      }
      throw error;
    } finally {
      for (const { info } of runs) coming.delete(info.runId);
    }
  }

  /** Goes on with a message that was accepted, here when it is ours. */
  function begin({ request, loaded, event, info }: NewRun, accepted: AcceptedRun, owner: Ownership): Started {
    const { runId } = info;
    const { duplicate, owned, lane } = accepted;
    if (duplicate) return { runId: accepted.runId, duplicate, ...(isOther(request, accepted) && { isOther: true }) };
    tell.run({ runId, flowId: request.flowId, status: lane === 'done' ? 'done' : owned ? 'running' : 'queued' });
    // Somebody lets it begin when its turn has come.
    if (lane === 'done' || lane === 'waiting') return { runId, duplicate };
    if (owned && !lease.isOver(owner)) {
      const { state } = transition(loaded.plan, initialState, event);
      parts.hold(createActiveRun(info, loaded, { state, seq: 1, owner }, around), false);
    } else {
      parts.announceQueued();
    }
    return { runId, duplicate };
  }

  /** A test of a draft waits for nobody, and nobody for it. */
  async function placeOf(loaded: LoadedFlow, request: StartRun, at: number): Promise<RunPlace | undefined> {
    const { lane: settings } = loaded.flow.settings;
    if (!settings || request.test || !parts.settings.placeOf) return undefined;
    if (!parts.desk()) throw new Error('This host keeps no lanes.');
    const { message, trigger, evenStale, replaces } = request;
    const place = await parts.settings.placeOf(loaded, { message, trigger, at });
    return place && 'key' in place ? { ...place, settings, evenStale, replaces } : place;
  }

  function refuseWhenOverloaded(requests: readonly StartRun[]): void {
    if (!parts.accepting()) throw new OverloadedError('This process is closing.', 2_000);
    if (parts.queued() > parts.maxQueued) throw new OverloadedError('Too many runs wait to begin.', 5_000);
    for (const { flowId, test } of requests) if (!test) parts.settings.admit?.(flowId);
  }
}
