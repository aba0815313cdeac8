import { setTimeout as sleep } from 'node:timers/promises';
import type { Ownership, Workers } from '../../store/index.ts';
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
  readonly log?: HostLog | undefined;
}

/** This process's right to write, kept up by a heartbeat. */
export interface Lease {
  readonly owner: Ownership;
  /** True while the lease surely lasts by our own clock: an effect may begin. */
  isSafe(): boolean;
  /** Resolves when an effect may begin again, or when the life it waited in has ended. */
  whenSafe(): Promise<void>;
  /** Stops the heartbeat and gives the lease back. */
  end(): Promise<void>;
}

const RETRY_MS = 200;

/**
 * Registers a worker and beats. A process that was paused longer than its lease finds out at the next beat, or, because
 * `isSafe` asks the clock, before it begins an effect: from then on nothing of its old life is written or done.
 */
export async function holdLease(options: LeaseOptions): Promise<Lease> {
  const { workers, worker, leaseMs, heartbeatMs, log } = options;
  const registered = performance.now();
  let owner = await workers.register(worker, leaseMs);
  let safeUntil = registered + leaseMs;
  let waiting: (() => void)[] = [];
  const stop = new AbortController();

  const wakeWaiting = () => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  async function beat(): Promise<void> {
    const sent = performance.now();
    if (await workers.beat(owner, leaseMs)) {
      safeUntil = sent + leaseMs;
    } else {
      const lost = owner;
      safeUntil = 0;
      log?.warn({ worker, epoch: lost.epoch }, 'The lease lapsed; runs are left to others and taken anew.');
      options.onLapsed(lost);
      const again = performance.now();
      owner = await workers.register(worker, leaseMs);
      safeUntil = again + leaseMs;
    }
    if (stop.signal.aborted) return;
    options.onBeat(owner);
    wakeWaiting();
  }

  const beating = (async () => {
    while (!stop.signal.aborted) {
      const pause = performance.now() < safeUntil ? heartbeatMs : RETRY_MS;
      await sleep(pause, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
      if (stop.signal.aborted) return;
      await beat().catch((error: unknown) => log?.warn({ err: error, worker }, 'A heartbeat failed; trying again.'));
    }
  })();

  return {
    get owner() {
      return owner;
    },
    isSafe: () => performance.now() < safeUntil,
    whenSafe() {
      if (performance.now() < safeUntil) return Promise.resolve();
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
