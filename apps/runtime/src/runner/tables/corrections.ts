import type { Db } from '../../store/index.ts';
import { type Correctable, listCorrectable, markCorrected, retryMapped } from '../../store/xref/corrections.ts';
import type { BulkRetries } from '../bulk/bulk-retries.ts';
import type { Host } from '../host/index.ts';
import { type Loop, startLoop } from '../loop.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { toldAgain } from './told-again.ts';

const POLL_MS = 1_000;

/**
 * Does again what failed, or went on with a default, for a code that a table has by now: exceptions by a bulk retry, which tries one
 * first; runs that are done as replays, which tell events and values again and keep every other effect. Everything it knows is in rows, so any process goes on where another one died, and nothing is
 * begun twice.
 */
export function createCorrections({
  db,
  host,
  loadSnapshot,
  bulkRetries,
  onError,
}: {
  readonly db: Db;
  readonly host: Pick<Host, 'replay'>;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly bulkRetries: Pick<BulkRetries, 'nudge'>;
  readonly onError: (error: unknown) => void;
}): Pick<Loop, 'nudge' | 'close'> {
  let closed = false;

  async function look(): Promise<undefined> {
    if (await retryMapped(db)) bulkRetries.nudge();
    for (const run of await listCorrectable(db)) {
      if (closed) return;
      // One run that cannot be begun must not keep the others waiting.
      await correct(run).catch(onError);
    }
  }

  async function correct({ valueId, runId, snapshotId, nodes, by, stands }: Correctable): Promise<void> {
    const repeat = toldAgain(await loadSnapshot(snapshotId), nodes);
    // In its lane it has the rank of what was done last, and yet has something new to tell.
    await host.replay({ runId, by, repeat, evenStale: stands, dedupeKey: `unmapped:${valueId}:${runId}` });
    await markCorrected(db, runId);
  }

  const loop = startLoop({ look, everyMs: POLL_MS, onError });
  return {
    nudge: loop.nudge,
    async close() {
      closed = true;
      await loop.close();
    },
  };
}
