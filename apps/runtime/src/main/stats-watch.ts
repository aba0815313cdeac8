import { coarsenStats, foldEvents } from '../store/flow-stats/fold.ts';
import type { Store } from '../store/index.ts';
import { dropOldTouches, foldTouches } from '../store/touches/fold.ts';

const LOOK_MS = 5_000;
const COARSEN_MS = 3_600_000;

/** Counts what steps did, and what people did by hand, all the time, for the operate view of flows and the overview. Any number of processes may watch; one counts at a time. */
export function watchStats({
  store,
  onError,
}: {
  readonly store: Pick<Store, 'sql'>;
  readonly onError: (error: unknown) => void;
}): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let coarsenedAt = 0;

  async function look(): Promise<void> {
    while (!closed && (await foldEvents(store.sql)) === 'behind');
    await foldTouches(store.sql);
    if (Date.now() - coarsenedAt < COARSEN_MS) return;
    coarsenedAt = Date.now();
    await coarsenStats(store.sql);
    await dropOldTouches(store.sql);
  }

  let looking: Promise<void> = Promise.resolve();
  function again(): void {
    if (!closed) timer = setTimeout(run, LOOK_MS);
  }
  function run(): void {
    looking = look().catch(onError).then(again);
  }
  again();

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
