import { failPoint } from '../../fail-points/index.ts';
import type { Ownership, Workers } from '../../store/index.ts';
import { type Clock, idle } from '../clock.ts';
import { startElapsed } from '../elapsed.ts';
import type { HostLog } from './types.ts';

export interface LeaseOptions {
  readonly workers: Workers;
  readonly worker: string;
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** The lease had lapsed: everything owned under `lost` belongs to others by now. */
  readonly onLapsed: (lost: Ownership) => void;
  /** A new life began, or a beat got through. */
  readonly onBeat: (owner: Ownership) => void;
  readonly clock: Clock;
  readonly log?: HostLog | undefined;
}

/** This process's right to write, kept up by a heartbeat. */
export interface Lease {
  readonly owner: Ownership;
  /** True for a life that has ended: what it owned is others'. There may be a moment before the next one begins. */
  isOver(life: Ownership): boolean;
  /** True while the lease of this life surely lasts by our own clocks: an effect may begin, a request may be sent. */
  isSafe(life: Ownership): boolean;
  /** Resolves when an effect of this life may begin again, or when it is over. */
  whenSafe(life: Ownership): Promise<void>;
  /** Stops the heartbeat and gives the lease back. */
  end(): Promise<void>;
}

const RETRY_MS = 200;
/** Share of the lease in which nothing begins any more: a request needs time to arrive, and clocks do not run alike. */
const MARGIN = 0.1;

/**
 * Registers a worker and beats. A process that was paused longer than its lease finds out at the next beat, or, because
 * `isSafe` asks the clock, before it begins an effect: from then on nothing of its old life is written or done.
 */
export async function holdLease(options: LeaseOptions): Promise<Lease> {
  const { workers, worker, leaseMs, heartbeatMs, clock, log } = options;
  const safeMs = leaseMs * (1 - MARGIN);
  /** Time since the newest beat that got through was sent; the lease lasts longer than that, by the way there. */
  let sinceBeat = startElapsed(clock);
  let isLapsed = false;
  let owner = await workers.register(worker, leaseMs);
  let waiting: (() => void)[] = [];
  const stop = new AbortController();

  const isOver = ({ epoch }: Ownership) => isLapsed || epoch !== owner.epoch;
  const isSafe = (life: Ownership) => !isOver(life) && sinceBeat() < safeMs;

  const wakeWaiting = () => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  async function beat(): Promise<void> {
    failPoint('lease.before-beat');
    const sinceSent = startElapsed(clock);
    const isAlive = await workers.beat(owner, leaseMs);
    failPoint('lease.after-beat');
    if (isAlive) {
      sinceBeat = sinceSent;
    } else {
      const lost = owner;
      isLapsed = true;
      log?.warn({ worker, epoch: lost.epoch }, 'The lease lapsed; runs are left to others and taken anew.');
      options.onLapsed(lost);
      const sinceAgain = startElapsed(clock);
      owner = await workers.register(worker, leaseMs);
      sinceBeat = sinceAgain;
      isLapsed = false;
    }
    if (stop.signal.aborted) return;
    options.onBeat(owner);
    wakeWaiting();
  }

  const beating = (async () => {
    while (!stop.signal.aborted) {
      await idle(clock, isSafe(owner) ? heartbeatMs : Math.min(heartbeatMs, RETRY_MS), stop.signal);
      if (stop.signal.aborted) return;
      await beat().catch((error: unknown) => log?.warn({ err: error, worker }, 'A heartbeat failed; trying again.'));
    }
  })();

  return {
    get owner() {
      return owner;
    },
    isOver,
    isSafe,
    whenSafe(life) {
      if (isSafe(life) || isOver(life)) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
    async end() {
      stop.abort();
      wakeWaiting();
      await beating;
      await workers
        .leave(owner)
        .catch((error: unknown) => log?.warn({ err: error, worker }, 'The lease ends by itself.'));
    },
  };
}
