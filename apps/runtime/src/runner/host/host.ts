import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { TriggerInfo } from '@lockstep/schema/run';
import { failPoint } from '../../fail-points/index.ts';
import type { Letter } from '../../store/index.ts';
import { type Clock, pause, systemClock } from '../clock.ts';
import { type Claims, startClaims } from './claims.ts';
import { createIntake } from './intake.ts';
import { createLaneDesk, type LaneDesk } from './lane-desk.ts';
import { holdLease } from './lease.ts';
import type { Stage } from './releasing.ts';
import { planReplay, planRetry } from './replay.ts';
import { createRequests } from './requests.ts';
import type { ActiveRun, RunSurroundings } from './run-types.ts';
import { type HostStorage, postgresStorage } from './storage.ts';
import { type TakeInOptions, takeIn } from './take-in.ts';
import { createTeller } from './tell.ts';
import type { Host, HostOptions, HostSettings } from './types.ts';
import { createWaiters } from './waiters.ts';

/** Queued runs are announced to the others at most this often: where nobody works here, they wait for nothing else. */
const ANNOUNCE_MS = { working: 100, accepting: 5 };
/** A statement whose connection was lost is committed within this time, or never. */
const UNANSWERED_MS = 30_000;

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
  const { journal } = storage;
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
  const tell = createTeller(options, log);
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
    onSaved: ({ info: { runId, flowId } }, status) => tell.run({ runId, flowId, status }),
    onBreach: ({ info: { runId, flowId } }, node) => tell.breach({ runId, flowId, node }),
    onResponse: ({ info: { runId } }, response) => waiters.respond(runId, response),
    onGone(run, gone) {
      const { runId, flowId } = run.info;
      if (active.get(runId) === run) active.delete(runId);
      if (gone.how === 'ended') {
        waiters.end(runId, gone.status);
        if (run.info.hasLane) desk?.ended(runId);
        if (isCalled(run.info.trigger)) options.calls?.look(runId);
        const status = gone.status === 'exception' ? 'open' : gone.status === 'done' ? 'resolved' : 'discarded';
        if (gone.exceptionId) tell.exception({ exceptionId: gone.exceptionId, runId, flowId, status });
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
      tell.run({ runId, flowId, status: 'exception' });
      if (isCalled(trigger)) options.calls?.look(runId);
      if (exceptionId) tell.exception({ exceptionId, runId, flowId, status: 'open' });
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
      onSetAside: ({ runId, flowId }) => tell.run({ runId, flowId, status: 'done' }),
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

  const intake = createIntake({
    storage,
    clock,
    settings: options,
    maxQueued,
    lease,
    around,
    tell,
    coming,
    unanswered,
    desk: () => desk,
    room,
    queued,
    accepting: () => accepting,
    hold: (run, recover) => hold(run, recover),
    announceQueued,
  });
  const requests = createRequests({
    storage,
    clock,
    loadSnapshot,
    tell,
    startReplay: intake.startReplay,
    nudge: () => claims?.nudge(),
    laneGoesOn: (runId) => desk?.ended(runId),
  });

  return {
    start: intake.start,
    startAll: intake.startAll,
    waitForResponse: waiters.waitForResponse,
    ...requests,
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
