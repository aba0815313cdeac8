import type { Db } from '../../store/index.ts';
import { listCorrectable, markCorrected, retryMapped } from '../../store/xref/corrections.ts';
import type { BulkRetries } from '../bulk/bulk-retries.ts';
import type { Host } from '../host/index.ts';
import { type Loop, startLoop } from '../loop.ts';

const POLL_MS = 1_000;

/**
 * Does again what failed, or went on with a default, for a code that a table has by now: exceptions by a bulk retry, which tries one
 * first; runs that are done as replays. Everything it knows is in rows, so any process goes on where another one died, and nothing is
 * begun twice.
 */
export function createCorrections({
  db,
  host,
  bulkRetries,
  onError,
}: {
  readonly db: Db;
  readonly host: Pick<Host, 'replay'>;
  readonly bulkRetries: Pick<BulkRetries, 'nudge'>;
  readonly onError: (error: unknown) => void;
}): Loop {
  let closed = false;

  async function look(): Promise<undefined> {
    if (await retryMapped(db)) bulkRetries.nudge();
    for (const { valueId, runId, by } of await listCorrectable(db)) {
      if (closed) return;
      await host.replay({ runId, by, dedupeKey: `unmapped:${valueId}:${runId}` });
      await markCorrected(db, runId);
    }
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
