import { setTimeout as sleep } from 'node:timers/promises';

/** What became of a server that is watched. Times in milliseconds. */
export type ServerNews =
  | { readonly kind: 'down' }
  | { readonly kind: 'up'; readonly downMs: number }
  | { readonly kind: 'not-restarted'; readonly error: unknown; readonly nextTryMs: number };

export interface Watched {
  isAlive(): Promise<boolean>;
  /** Brings it up again, or takes over the one another process brought up; rejects when that fails. */
  restart(): Promise<void>;
  readonly onNews: (news: ServerNews) => void;
  readonly lookMs?: number;
  readonly firstPauseMs?: number;
  readonly maxPauseMs?: number;
}

export interface Supervision {
  /** Ends the watch; a restart under way is finished first. */
  end(): Promise<void>;
}

/** A server that dies sooner than this after its start is not tried again at once. */
const STEADY_MS = 10_000;

/** Watches a server until told to end, and restarts it whenever it is gone: at once, then with doubling pauses. */
export function supervise(watched: Watched): Supervision {
  const { onNews, lookMs = 250, firstPauseMs = 500, maxPauseMs = 10_000 } = watched;
  const stop = new AbortController();
  const pause = (ms: number) => sleep(ms, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
  let upSince = Number.NEGATIVE_INFINITY;
  let failures = 0;

  async function revive(): Promise<void> {
    const downSince = performance.now();
    onNews({ kind: 'down' });
    failures = downSince - upSince < STEADY_MS ? failures + 1 : 0;
    if (failures > 0) await pause(pauseMs());
    while (!stop.signal.aborted) {
      try {
        await watched.restart();
        upSince = performance.now();
        onNews({ kind: 'up', downMs: Math.round(upSince - downSince) });
        return;
      } catch (error) {
        failures += 1;
        onNews({ kind: 'not-restarted', error, nextTryMs: pauseMs() });
        await pause(pauseMs());
      }
    }
  }

  function pauseMs(): number {
    return Math.min(maxPauseMs, firstPauseMs * 2 ** (failures - 1));
  }

  const watching = (async () => {
    while (!stop.signal.aborted) {
      if (await watched.isAlive()) await pause(lookMs);
      else await revive();
    }
  })();

  return {
    async end() {
      stop.abort();
      await watching;
    },
  };
}
