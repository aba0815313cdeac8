import { isEnded } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { busy, done, named, scriptedExecutor, testFlow } from '../host/testing.ts';
import { createSimulation, QUIET } from './simulation.ts';

const HOUR_MS = 3_600_000;
const RETRY = { retry: { maxAttempts: 9, baseMs: HOUR_MS, capMs: 24 * HOUR_MS, jitter: 0.5 } };

/** A run whose partner is away for two days, with branches whose steps take drawn times. */
async function play(seed: number) {
  const executor = scriptedExecutor({ b: ({ attempt }) => (attempt < 7 ? busy() : done('b')) });
  const { clock, storage, start } = createSimulation({ seed, startMs: Date.UTC(2026, 10, 27), latencyMs: 50 });
  const flow = testFlow(['hook > a:effect > c:effect', 'hook > b:effect > c'], { b: RETRY });
  const starting = start({ executor, loadSnapshot: async () => flow, ...QUIET });
  void starting.then(({ host }) =>
    host.start({
      ...{ flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: 'm' },
      trigger: { kind: 'webhook', receivedAt: clock.now() },
    }),
  );
  const run = () => [...storage.tables.runs.values()][0];
  await clock.run(() => isEnded(run()?.status ?? 'queued'), 60 * 24 * HOUR_MS);
  return { jobs: named(executor.jobs), events: run()?.events, tookMs: clock.now() - Date.UTC(2026, 10, 27) };
}

it('retries of hours pass in no time', async () => {
  const { jobs, tookMs } = await play(1);
  expect(jobs).toEqual(['a:1', 'b:1', 'b:2', 'b:3', 'b:4', 'b:5', 'b:6', 'b:7', 'c:1']);
  expect(tookMs).toBeGreaterThan(30 * HOUR_MS);
});

it('the same seed gives the same events, to the millisecond; another seed gives others', async () => {
  const [one, again, other] = [await play(5), await play(5), await play(6)];
  expect(again.events).toEqual(one.events);
  expect(other.events).not.toEqual(one.events);
});
