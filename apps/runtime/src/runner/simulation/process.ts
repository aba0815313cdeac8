import { type Journal, type Lanes, type Mailbox, StoreUnavailableError, type Workers } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { HostStorage } from '../host/index.ts';
import type { Executor } from '../steps/index.ts';
import type { Boundary, FaultPlan } from './faults.ts';

/** The ways of one simulated process to the world: a host that has these and no other dies with them. */
export interface SimulatedProcess {
  readonly clock: Clock;
  readonly storage: HostStorage;
  readonly executor: Executor;
  isAlive(): boolean;
  /** As kill -9: nothing that it began comes back to it, no timer fires, nothing is written any more. */
  kill(): void;
}

export interface ProcessParts {
  readonly name: string;
  readonly clock: Clock;
  readonly storage: HostStorage;
  readonly executor: Executor;
  /** Longest time a statement or a step takes, in milliseconds; each is drawn. 0 when absent. */
  readonly latencyMs?: number;
  readonly plan?: FaultPlan;
  /** Draws the number of the next boundary. */
  readonly count?: () => number;
  /** The plan killed it. */
  readonly onKilled?: () => void;
}

export function createProcess(parts: ProcessParts): SimulatedProcess {
  const { name, clock, latencyMs = 0, plan, count = () => 0 } = parts;
  let alive = true;
  let pausedUntil = 0;
  let cutUntil = 0;

  /** Time passes, and a pause with it. Never resolves once the process is dead. */
  async function spend(ms: number): Promise<void> {
    if (ms > 0) await wait(ms);
    while (clock.now() < pausedUntil) await wait(pausedUntil - clock.now());
    if (!alive) await never();
  }

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      clock.after(ms, resolve);
    });
  const latency = () => Math.ceil(clock.random() * latencyMs);

  async function pass(what: Boundary['what'], side: Boundary['side']): Promise<void> {
    const fault = alive ? plan?.({ nr: count(), process: name, what, side }) : undefined;
    switch (fault?.kind) {
      case undefined:
        break;
      case 'kill':
        kill();
        parts.onKilled?.();
        break;
      case 'pause':
        pausedUntil = clock.now() + fault.ms;
        break;
      case 'cut':
        cutUntil = clock.now() + fault.ms;
        break;
      default:
        fault satisfies never;
    }
    await spend(0);
  }

  /** A statement: a cut before it makes nothing happen, a cut after it loses the answer. */
  async function ask<T>(what: Boundary['what'], statement: () => Promise<T>): Promise<T> {
    await pass(what, 'before');
    refuseWhileCut();
    await spend(latency());
    refuseWhileCut();
    const answer = await statement();
    await pass(what, 'after');
    refuseWhileCut();
    return answer;
  }

  function refuseWhileCut(): void {
    if (clock.now() < cutUntil) throw new StoreUnavailableError('The simulated storage is out of reach.');
  }

  function kill(): void {
    alive = false;
  }

  return {
    clock: {
      ...clock,
      after: (ms, fire, background) => clock.after(ms, () => void wake(fire), background),
    },
    storage: cutStorage(parts.storage, ask, () => alive),
    executor: {
      async execute(job) {
        const isEffect = job.loaded.plan.byId.get(job.node)?.effect !== 'none';
        if (isEffect) await pass('effect', 'before');
        // What takes real time (see `hold`) is told after a drawn time, so that its order is always the same.
        const work = parts.executor.execute(job);
        await spend(latency());
        const result = await work;
        if (isEffect) await pass('effect', 'after');
        return result;
      },
      judge: (job) => parts.executor.judge(job),
    },
    isAlive: () => alive,
    kill,
  };

  async function wake(fire: () => void): Promise<void> {
    if (clock.now() < pausedUntil) await spend(pausedUntil - clock.now());
    if (alive) fire();
  }
}

/** A promise that nobody keeps: what a dead process waits for. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

type Ask = <T>(what: Boundary['what'], statement: () => Promise<T>) => Promise<T>;

function cutStorage(
  { journal, workers, mailbox, lanes, replays, records, ...bells }: HostStorage,
  ask: Ask,
  isAlive: () => boolean,
) {
  const cutJournal: Journal = {
    accept: (item) => ask('accept', () => journal.accept(item)),
    append: (item) => ask('append', () => journal.append(item)),
    readEvents: (runId) => ask('read', () => journal.readEvents(runId)),
    readHistories: (runIds, engine) => ask('read', () => journal.readHistories(runIds, engine)),
    readItem: (runId, item) => ask('read', () => journal.readItem(runId, item)),
    gather: (gathering) => ask('read', () => journal.gather(gathering)),
    loadPayload: (ref) => ask('read', () => journal.loadPayload(ref)),
    send: (letter) => ask('mail', () => journal.send(letter)),
    readMail: (epoch, runId) => ask('mail', () => journal.readMail(epoch, runId)),
    retry: (runId, event, exceptionId) => ask('append', () => journal.retry(runId, event, exceptionId)),
    discard: (exception) => ask('append', () => journal.discard(exception)),
    maintain: () => ask('read', () => journal.maintain()),
  };
  const cutWorkers: Workers = {
    register: (worker, leaseMs) => ask('beat', () => workers.register(worker, leaseMs)),
    beat: (owner, leaseMs) => ask('beat', () => workers.beat(owner, leaseMs)),
    claim: (owner, limit) => ask('claim', () => workers.claim(owner, limit)),
    findUnknown: (owner, known) => ask('claim', () => workers.findUnknown(owner, known)),
    countQueued: (limit) => ask('read', () => workers.countQueued(limit)),
    leave: (owner) => ask('beat', () => workers.leave(owner)),
  };
  const cutMailbox: Pick<Mailbox, 'match' | 'matchLeft'> = {
    match: (on) => ask('match', () => mailbox.match(on)),
    matchLeft: (ageMs) => ask('match', () => mailbox.matchLeft(ageMs)),
  };
  const cutLanes: Lanes | undefined = lanes && {
    accept: (item) => ask('accept', () => lanes.accept(item)),
    goOn: (which, taker) => ask('lane', () => lanes.goOn(which, taker)),
    findDue: (limit) => ask('read', () => lanes.findDue(limit)),
    moveOn: (runId) => ask('lane', () => lanes.moveOn(runId)),
  };
  const storage: HostStorage = {
    ...(cutLanes && { lanes: cutLanes }),
    journal: cutJournal,
    workers: cutWorkers,
    mailbox: cutMailbox,
    replays: { begin: (item, takeover) => ask('accept', () => replays.begin(item, takeover)) },
    records: {
      run: (runId) => ask('read', () => records.run(runId)),
      exception: (exceptionId) => ask('read', () => records.exception(exceptionId)),
      family: (run) => ask('read', () => records.family(run)),
      openException: (runIds) => ask('read', () => records.openException(runIds)),
      unsureItems: (runIds) => ask('read', () => records.unsureItems(runIds)),
      begunUnder: (flowId, node, key) => ask('read', () => records.begunUnder(flowId, node, key)),
      snapshotOf: (flowId, version) => ask('read', () => records.snapshotOf(flowId, version)),
    },
    listen: (channel, onMessage, onConnect) =>
      bells.listen(channel, (payload) => isAlive() && onMessage(payload), onConnect),
    notify: (channel, payload) => (isAlive() ? bells.notify(channel, payload) : never()),
  };
  return storage;
}
