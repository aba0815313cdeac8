import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writeWorkerMinute } from '../store/boards/engine.ts';
import type { Store } from '../store/index.ts';

const MINUTE_MS = 60_000;

/** Writes down once a minute how this process is, for the board of the engine. */
export function watchEngine({
  store,
  inFlight,
  queued,
  onError,
}: {
  readonly store: Pick<Store, 'sql'>;
  readonly inFlight: () => number;
  readonly queued: () => number;
  readonly onError: (error: unknown) => void;
}): { close(): Promise<void> } {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const worker = `${hostname()}-${process.pid}`;

  async function tell(): Promise<void> {
    const loopMs = delay.count === 0 ? 0 : delay.percentile(99) / 1e6;
    delay.reset();
    await writeWorkerMinute(store.sql, { worker, inFlight: inFlight(), queued: queued(), loopMs });
  }

  const timer = setInterval(() => void tell().catch(onError), MINUTE_MS);
  return {
    async close() {
      clearInterval(timer);
      delay.disable();
    },
  };
}
