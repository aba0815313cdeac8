import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { RunStatus, TriggerInfo } from '@lockstep/schema/run';
import { validate } from 'uuid';
import { initialState, transition } from '../../engine/index.ts';
import { failPoint } from '../../fail-points/index.ts';
import {
  type Accepted,
  type AcceptIn,
  type Letter,
  type Ownership,
  StoreUnavailableError,
  type Takeover,
} from '../../store/index.ts';
import { type Clock, pause, systemClock } from '../clock.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { type AcceptedRun, acceptMixed } from './accept-mixed.ts';
import { createActiveRun } from './active-run.ts';
import { type Claims, startClaims } from './claims.ts';
import { createLaneDesk, type LaneDesk } from './lane-desk.ts';
import { holdLease } from './lease.ts';
import { isOther, newRun, type RunPlace } from './new-run.ts';
import type { Stage } from './releasing.ts';
import { isUndone, planReplay, planRetry, requestReplay } from './replay.ts';
import type { ActiveRun, RunSurroundings } from './run-types.ts';
import { type HostStorage, postgresStorage } from './storage.ts';
import { type TakeInOptions, takeIn } from './take-in.ts';
import {
  type ExceptionChange,
  type Host,
  type HostOptions,
  type HostSettings,
  OverloadedError,
  type Started,
  type StartRun,
} from './types.ts';
import { createWaiters } from './waiters.ts';

/** Queued runs are announced to the others at most this often: where nobody works here, they wait for nothing else. */
const ANNOUNCE_MS = { working: 100, accepting: 5 };
/** A statement whose connection was lost is committed within this time, or never. */
const UNANSWERED_MS = 30_000;

/** A replay is planned again when something happened to the runs it repeats, at most so often. */
const REPLAY_ATTEMPTS = 3;

/** A message whose place is known. */
interface Placed {
  readonly request: StartRun;
  readonly loaded: LoadedFlow;
  readonly at: number;
  readonly place: RunPlace | undefined;
}

/** A message as a run that is about to be accepted. */
type NewRun = Pick<Placed, 'request' | 'loaded'> & ReturnType<typeof newRun>;

/** The PostgreSQL host: see `createHostOn`. */
export function createHost({ store, clock = systemClock, ...settings }: HostOptions): Promise<Host> {
  return createHostOn({ ...settings, storage: postgresStorage(store), clock });
}

export interface HostParts extends HostSettings {
  readonly storage: HostStorage;
  readonly clock: Clock;
}

/**
 * Registers this process as a worker, goes on with what dead or closed ones left, and accepts.
 *
 * A run accepted here is executed here, without a queue between; the storage is asked for work only where something was
 * left: by a crash, a restart, a far timer, or more runs than fit into memory.
 */
export async function createHostOn(options: HostParts): Promise<Host> {
  const { storage, clock, executor, loadSnapshot, log } = options;
  const { journal, records } = storage;
  const { leaseMs = 5_000, heartbeatMs = 1_000, pollMs = 1_000 } = options;
  const { works = true, maxInFlight = 512, maxQueued = 50_000, drainMs = 10_000, settleMs = 5_000 } = options;
  const announceMs = works ? ANNOUNCE_MS.working : ANNOUNCE_MS.accepting;
  const worker = options.workerId ?? `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;

  const active = new Map<string, ActiveRun>();
  /** Runs between the database and `active`: being accepted, being loaded. */
  const coming = new Set<string>();
  /** Accepts whose answer was lost, with the time: if the database has them as ours, they never began. */
  const unanswered = new Map<string, number>();
  const waiters = createWaiters({ storage, clock, loadSnapshot, isHere: (runId) => active.has(runId) });
  let stage: Stage = 'running';
  let accepting = true;
  let closed: Promise<void> | undefined;
  /** When the others were last told of queued runs; and what stops the next notice that is on its way. */
  let announced = Number.NEGATIVE_INFINITY;
  let announcing: (() => void) | undefined;
  /** Absent while the first look is under way. */
  let claims: Claims | undefined;
  let desk: LaneDesk | undefined;

  const lease = await holdLease({
    workers: storage.workers,
    worker,
    leaseMs,
    heartbeatMs,
    onLapsed: ({ epoch }) => {
      for (const run of [...active.values()]) if (run.owner.epoch <= epoch) run.lose();
    },
    onBeat: () => {
      for (const [runId, at] of unanswered) if (clock.monotonic() - at > UNANSWERED_MS) unanswered.delete(runId);
      if (unanswered.size > 0) claims?.doubt();
    },
    clock: clock.machine ?? clock,
    log,
  });

  const around: RunSurroundings = {
    journal,
    mailbox: storage.mailbox,
    calls: options.calls,
    executor,
    clock,
    lease,
    log,
    stage: () => stage,
    onSaved: ({ info: { runId, flowId } }, status) => tellRun(runId, flowId, status),
    onBreach: ({ info: { runId, flowId } }, node) => guarded(() => options.onSlaBreached?.({ runId, flowId, node })),
    onResponse: ({ info: { runId } }, response) => waiters.respond(runId, response),
    onGone(run, gone) {
      const { runId, flowId } = run.info;
      if (active.get(runId) === run) active.delete(runId);
      if (gone.how === 'ended') {
        waiters.end(runId, gone.status);
        if (run.info.hasLane) desk?.ended(runId);
        if (isCalled(run.info.trigger)) options.calls?.look(runId);
        const status = gone.status === 'exception' ? 'open' : gone.status === 'done' ? 'resolved' : 'discarded';
        if (gone.exceptionId) tellException({ exceptionId: gone.exceptionId, runId, flowId, status });
      } else {
        waiters.forget(runId);
      }
      if (gone.how === 'lost') claims?.nudge();
      else claims?.freed();
    },
  };

  function room(): number {
    return works ? maxInFlight - active.size - coming.size : 0;
  }

  function queued(): number {
    return claims?.queued() ?? 0;
  }

  function tellRun(runId: string, flowId: string, status: RunStatus): void {
    guarded(() => options.onRunChanged?.({ runId, flowId, status }));
  }

  function tellException(change: ExceptionChange): void {
    guarded(() => options.onException?.(change));
  }

  /** A listener's error is its own affair. */
  function guarded(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      log?.error({ err: error }, 'A listener of the host failed.');
    }
  }

  async function start(request: StartRun): Promise<Started> {
    failPoint('receive');
    refuseWhenOverloaded([request]);
    const run = asRun(await placeIn(request));
    const { owner } = lease;
    const isFull = room() <= 0;
    const accepted = await whileComing([run], (): Promise<AcceptedRun> => {
      const message = { ...run.item, queued: isFull, owner };
      const { lane } = message;
      return lane && desk ? desk.accept({ ...message, lane }) : journal.accept(message);
    });
    return begin(run, accepted, owner);
  }

  /** Begins a replay, which takes over what the run before left open. */
  async function startReplay(request: StartRun, takeover: Takeover): Promise<Started | 'changed'> {
    failPoint('receive');
    refuseWhenOverloaded([request]);
    const run = asRun(await placeIn(request));
    const { owner } = lease;
    const item = { ...run.item, queued: room() <= 0, owner };
    const accepted = await whileComing([run], () => storage.replays.begin(item, takeover));
    if (accepted === 'changed') return accepted;
    await desk?.heard(accepted, owner);
    const started = begin(run, accepted, owner);
    const { exceptionId, seen } = takeover;
    if (exceptionId !== undefined && !started.duplicate) {
      const { runId, flowId } = { ...request, ...started };
      tellException({ exceptionId, runId, flowId, status: 'retrying' });
    }
    // Whichever of them held its lane: it goes on.
    for (const { runId } of seen) desk?.ended(runId);
    return started;
  }

  async function startAll(
    requests: readonly StartRun[],
    write: (accept: AcceptIn) => Promise<readonly Accepted[] | 'outrun'>,
  ): Promise<readonly Started[] | 'outrun'> {
    failPoint('receive');
    refuseWhenOverloaded(requests);
    // Ids grow in the order given, so they are drawn when all places are known.
    const runs = (await Promise.all(requests.map(placeIn))).map(asRun);
    const { owner } = lease;
    const free = room();
    const items = runs.map(({ item }, index) => ({ ...item, queued: index >= free, owner }));
    let accepted: readonly AcceptedRun[] = [];
    const written = await whileComing(runs, () =>
      write(async (tx) => {
        accepted = items.length === 0 ? [] : await acceptMixed(items, { tx, desk, acceptIn: storage.acceptIn });
        return accepted;
      }),
    );
    if (written === 'outrun') return 'outrun';
    for (const one of accepted) await desk?.heard(one, owner);
    return runs.map((run, index) => begin(run, accepted[index] as AcceptedRun, owner));
  }

  async function placeIn(asked: StartRun): Promise<Placed> {
    const loaded = await loadSnapshot(asked.snapshotId);
    const at = clock.now();
    const vars = options.variablesOf?.(loaded);
    // The variables a run begins with are those it keeps; a replay begins with those of its day.
    const { vars: _, ...trigger } = asked.trigger;
    const request = { ...asked, trigger: vars === undefined ? trigger : { ...trigger, vars } };
    return { request, loaded, at, place: await placeOf(loaded, request, at) };
  }

  function asRun({ request, loaded, at, place }: Placed): NewRun {
    const fields = options.fieldsOf?.(loaded, request);
    return { request, loaded, ...newRun(request, { runId: clock.newId(), at, newId: clock.newId, place, fields }) };
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
    tellRun(runId, request.flowId, lane === 'done' ? 'done' : owned ? 'running' : 'queued');
    // Somebody lets it begin when its turn has come.
    if (lane === 'done' || lane === 'waiting') return { runId, duplicate };
    if (owned && !lease.isOver(owner)) {
      const { state } = transition(loaded.plan, initialState, event);
      hold(createActiveRun(info, loaded, { state, seq: 1, owner }, around), false);
    } else {
      announceQueued();
    }
    return { runId, duplicate };
  }

  /** A test of a draft waits for nobody, and nobody for it. */
  async function placeOf(loaded: LoadedFlow, request: StartRun, at: number): Promise<RunPlace | undefined> {
    const { lane: settings } = loaded.flow.settings;
    if (!settings || request.test || !options.placeOf) return undefined;
    if (!desk) throw new Error('This host keeps no lanes.');
    const { message, trigger, evenStale, replaces } = request;
    const place = await options.placeOf(loaded, { message, trigger, at });
    return place && 'key' in place ? { ...place, settings, evenStale, replaces } : place;
  }

  function refuseWhenOverloaded(requests: readonly StartRun[]): void {
    if (!accepting) throw new OverloadedError('This process is closing.', 2_000);
    if (queued() > maxQueued) throw new OverloadedError('Too many runs wait to begin.', 5_000);
    for (const { flowId, test } of requests) if (!test) options.admit?.(flowId);
  }

  function announceQueued(): void {
    claims?.left();
    announcing ??= clock.after(Math.max(0, announced + announceMs - clock.monotonic()), announce, 'background');
  }

  function announce(): void {
    announcing = undefined;
    announced = clock.monotonic();
    storage.notify('lockstep_work', '').catch(() => undefined); // the poll of the others finds it
  }

  function hold(run: ActiveRun, recover: boolean, mail: readonly Letter[] = []): void {
    active.set(run.info.runId, run);
    run.begin(recover, mail);
  }

  const takingIn: TakeInOptions = {
    storage,
    lease,
    clock,
    loadSnapshot,
    around,
    isKnown: (runId) => active.has(runId) || coming.has(runId),
    coming,
    neverBegan: (runId) => unanswered.delete(runId),
    hold,
    onStuck({ runId, flowId, trigger }, exceptionId) {
      tellRun(runId, flowId, 'exception');
      if (isCalled(trigger)) options.calls?.look(runId);
      if (exceptionId) tellException({ exceptionId, runId, flowId, status: 'open' });
    },
    log,
  };

  async function takeMail(): Promise<void> {
    if (active.size === 0) return;
    const letters = await journal.readMail(lease.owner.epoch);
    if (letters.length > 0) failPoint('mail.after-read');
    for (const letter of letters) active.get(letter.runId)?.deliver(letter);
  }

  async function close(): Promise<void> {
    accepting = false;
    await untilEmpty(drainMs);
    stage = 'settling';
    for (const run of [...active.values()]) run.look();
    await untilEmpty(settleMs);
    failPoint('stop.before-release');
    stage = 'releasing';
    for (const run of [...active.values()]) run.look();
    await untilEmpty(settleMs);
    failPoint('stop.after-release');
    stage = 'closed';
    announcing?.();
    await claims?.end();
    await desk?.end();
    for (const run of [...active.values()]) run.lose();
    await lease.end();
    await storage.notify('lockstep_work', '').catch(() => undefined);
  }

  async function untilEmpty(ms: number): Promise<void> {
    const deadline = clock.monotonic() + ms;
    while (active.size + coming.size > 0 && clock.monotonic() < deadline) await pause(clock, 10);
  }

  desk =
    storage.lanes &&
    (await createLaneDesk({
      lanes: storage.lanes,
      listen: storage.listen,
      clock,
      owner: () => lease.owner,
      room: () => (accepting ? room() : 0),
      takeIn: (claimed) => takeIn(claimed, takingIn),
      onLeft: announceQueued,
      onSetAside: ({ runId, flowId }) => tellRun(runId, flowId, 'done'),
      onDoubt: () => claims?.doubt(),
      log,
    }));

  // Last, because it may bring runs at once.
  claims = await startClaims({
    storage,
    clock,
    pollMs,
    maxQueued,
    owner: () => lease.owner,
    room: () => (accepting ? room() : 0),
    worth: Math.min(64, Math.ceil(maxInFlight / 4)),
    known: () => [...active.keys(), ...coming],
    takeIn: (claimed) => takeIn(claimed, takingIn),
    takeMail,
    lookAtLanes: async () => desk?.poll(),
    alone: (work) => (desk ? desk.alone(work) : work()),
    lookForLeft: async () => options.calls?.lookForLeft(),
    log,
  });

  return {
    start,
    startAll,
    waitForResponse: waiters.waitForResponse,
    async retry(target, by) {
      const exception = 'exceptionId' in target ? await records.exception(target.exceptionId) : undefined;
      const runId = 'runId' in target ? target.runId : exception?.status === 'open' ? exception.runId : undefined;
      if (runId === undefined || !validate(runId)) return undefined;
      if ((await records.run(runId))?.replayedBy !== undefined) return 'replayed';
      if (await isUndone(runId, { storage, clock, loadSnapshot })) return 'undone';
      failPoint('retry.before-commit');
      const reopened = await journal.retry(
        runId,
        { type: 'run.retried', at: clock.now(), by },
        'exceptionId' in target ? target.exceptionId : undefined,
      );
      failPoint('retry.after-commit');
      if (!reopened) return undefined;
      const { flowId, exceptionId } = reopened;
      tellRun(runId, flowId, 'queued');
      if (exceptionId) tellException({ exceptionId, runId, flowId, status: 'retrying' });
      claims?.nudge();
      return { runId, ...(exceptionId !== undefined && { exceptionId }) };
    },
    async cancel(runId, by) {
      if (!validate(runId)) return false;
      failPoint('cancel.before-commit');
      const sent = await journal.send({
        runId,
        id: clock.newId(),
        event: { type: 'run.cancelled', at: clock.now(), by },
      });
      failPoint('cancel.after-commit');
      if (sent === 'not-open') return false;
      claims?.nudge();
      return true;
    },
    async discard(exceptionId, by, reason) {
      const discarded = validate(exceptionId) ? await journal.discard({ exceptionId, by, reason }) : undefined;
      if (!discarded) return false;
      tellException({ exceptionId, ...discarded, status: 'discarded' });
      desk?.ended(discarded.runId);
      return true;
    },
    async moveOn(runId) {
      if (!validate(runId) || !(await storage.lanes?.moveOn(runId))) return false;
      desk?.ended(runId);
      return true;
    },
    async replay(replay) {
      const { runId, dedupeKey } = replay;
      const row = dedupeKey === undefined ? undefined : await records.run(runId);
      const known = row && (await records.begunUnder(row.flowId, row.triggerNode, dedupeKey ?? ''));
      if (known !== undefined) return { runId: known };
      for (let attempt = 1; attempt <= REPLAY_ATTEMPTS; attempt += 1) {
        const planned = await requestReplay(replay, { storage, clock, loadSnapshot });
        if (typeof planned === 'string') return planned;
        failPoint('replay.before-start');
        const started = await startReplay(planned.request, planned.takeover);
        failPoint('replay.after-start');
        if (started !== 'changed') return { runId: started.runId };
      }
      return 'busy';
    },
    planReplay: (replay) => planReplay(replay, { storage, clock, loadSnapshot }),
    planRetry: (runId) => planRetry(runId, { storage, clock, loadSnapshot }),
    inFlight: () => active.size,
    queued,
    accepting: () => accepting,
    working: () => works && accepting && lease.isSafe(lease.owner),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** True for a run whose end somebody waits for, or compares. */
function isCalled({ call, shadow }: TriggerInfo): boolean {
  return call !== undefined || shadow !== undefined;
}
