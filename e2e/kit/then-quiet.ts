import assert from 'node:assert/strict';
import { getTestIdle, listRuns } from '@lockstep/schema/api';
import { type Call, eventually, granted } from './ask.ts';

/**
 * Waits until nothing is queued and nothing runs, and in test mode until every event is delivered too; what waits for a
 * person or a later moment may wait.
 */
export async function untilQuiet(call: Call): Promise<void> {
  const told = await call(getTestIdle, { query: { timeoutMs: 30_000 } });
  if (told.ok) {
    const left = told.value.waitsFor.map(({ what, count, example }) => `${count} ${what} (${example})`);
    assert.ok(told.value.idle, `Waited 30 s for quiet. There still are ${left.join(', ')}.`);
    return;
  }
  if (told.code !== 'not-found') granted(told, 'Whether it is quiet');
  await eventually('quiet', async () => {
    const busy = await Promise.all(
      (['queued', 'running'] as const).map(async (status) => {
        const { runs } = granted(await call(listRuns, { query: { status, limit: 1 } }), 'The runs');
        return runs.length;
      }),
    );
    return busy.every((count) => count === 0) ? true : undefined;
  });
}
