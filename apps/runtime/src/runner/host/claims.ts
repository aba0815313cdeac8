import { failPoint } from '../../fail-points/index.ts';
import type { ClaimedRun, Ownership } from '../../store/index.ts';
import { type Clock, idle } from '../clock.ts';
import type { HostStorage } from './storage.ts';
import type { HostLog } from './types.ts';

export interface ClaimOptions {
  readonly storage: HostStorage;
  readonly clock: Clock;
  readonly pollMs: number;
  /** Counting of queued runs ends here. */
  readonly maxQueued: number;
  owner(): Ownership;
  /** How many more runs fit; 0 or less while nothing is to be claimed. */
  room(): number;
  /** Free places that are worth a statement while the process is full. */
  readonly worth: number;
  /** Runs that are known to be ours: held, being loaded, being accepted. */
  known(): readonly string[];
  /** Takes claimed runs in; rejects when the store was lost on the way. */
  takeIn(claimed: { readonly runs: readonly ClaimedRun[]; readonly owner: Ownership }): Promise<void>;
  /** Takes the mail of the runs held here. */
  takeMail(): Promise<void>;
  /** Lets lanes go on that nobody looks after. */
  lookAtLanes(): Promise<void>;
  /** Does `work` while nothing else makes runs ours. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Tells the ends of called runs that nobody was told of. */
  lookForLeft(): Promise<void>;
  readonly log?: HostLog | undefined;
}

/** Finds work for this process: queued runs, due timers, runs of dead workers, mail. */
export interface Claims {
  /** Looks soon; many calls are one look. */
  nudge(): void;
  /** Runs were left in the database for want of room. */
  left(): void;
  /** Runs ended: looks soon when more are known to wait and there is room for a batch that is worth a statement. */
  freed(): void;
  /** Ownership became doubtful (a claim or an accept whose answer was lost): compares with the database soon. */
  doubt(): void;
  queued(): number;
  end(): Promise<void>;
}

const BATCH = 128;
const CHECK_MS = 30_000;
const MAINTAIN_MS = 3_600_000;

/** `NOTIFY` only wakes; the poll guarantees. One look is under way at a time. */
export async function startClaims(options: ClaimOptions): Promise<Claims> {
  const { storage, clock, log } = options;
  const stop = new AbortController();
  let queued = 0;
  let doubtful = false;
  /** Runs were left in the database for want of room. */
  let hungry = false;
  let checkedAt = clock.monotonic();
  let maintainedAt = clock.monotonic();
  let wake: () => void = () => undefined;
  let nudged = false;

  const nudge = () => {
    nudged = true;
    wake();
  };

  async function look(): Promise<void> {
    for (;;) {
      const limit = Math.min(options.room(), BATCH);
      hungry = limit <= 0;
      if (hungry) return;
      doubtful = true; // until the answer is here, what is ours is not known
      failPoint('takeover.before-claim');
      const owner = options.owner();
      const claimed = await storage.workers.claim(owner, limit);
      if (claimed.length > 0) {
        failPoint('takeover.after-claim');
        await options.takeIn({ runs: claimed, owner });
      }
      doubtful = false;
      if (claimed.length < limit) return;
    }
  }

  async function check(): Promise<void> {
    const owner = options.owner();
    const unknown = await storage.workers.findUnknown(owner, options.known());
    if (unknown.length > 0) {
      log?.warn({ runs: unknown.length }, 'Runs were ours without our knowing; going on with them.');
      await options.takeIn({ runs: unknown, owner });
    }
    doubtful = false;
    checkedAt = clock.monotonic();
  }

  async function tick(isPoll: boolean): Promise<void> {
    if (doubtful || clock.monotonic() - checkedAt > CHECK_MS) await options.alone(check);
    await look();
    await options.takeMail();
    if (isPoll) {
      queued = await storage.workers.countQueued(options.maxQueued + 1);
      await storage.mailbox.matchLeft(options.pollMs);
      await options.lookAtLanes();
      await options.lookForLeft();
    }
    if (clock.monotonic() - maintainedAt > MAINTAIN_MS) {
      await storage.journal.maintain();
      maintainedAt = clock.monotonic();
    }
  }

  async function pause(): Promise<boolean> {
    if (nudged) return false;
    const woken = new Promise<boolean>((resolve) => {
      wake = () => resolve(false);
    });
    const timer = new AbortController();
    const isPoll = await Promise.race([woken, idle(clock, options.pollMs, timer.signal).then(() => true)]);
    timer.abort();
    return isPoll;
  }

  const running = (async () => {
    let polledAt = 0;
    while (!stop.signal.aborted) {
      nudged = false;
      const isPoll = clock.monotonic() - polledAt >= options.pollMs;
      if (isPoll) polledAt = clock.monotonic();
      await tick(isPoll).catch((error: unknown) => log?.warn({ err: error }, 'Looking for work failed; trying again.'));
      if (!stop.signal.aborted) await pause();
    }
  })();
  const unlisten = await Promise.all([
    storage.listen('lockstep_work', nudge, nudge),
    storage.listen('lockstep_mail', nudge, nudge),
  ]);

  return {
    nudge,
    left() {
      hungry = true;
    },
    freed() {
      if (hungry && options.room() >= options.worth) nudge();
    },
    doubt() {
      doubtful = true;
      nudge();
    },
    queued: () => queued,
    async end() {
      stop.abort();
      nudge();
      await running;
      await Promise.all(unlisten.map((off) => off().catch(() => undefined)));
    },
  };
}
