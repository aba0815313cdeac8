import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { pause, systemClock } from '../../runner/clock.ts';
import { seededRunId } from '../../store/test-ids.ts';
import { forgetRuns, lookForWork } from '../../store/test-mode.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { serve } from '../serve.ts';

const LOOK_MS = 25;

/** What automated tests need of a server; nothing of it is there unless `LOCKSTEP_TEST_API` is on. */
export function testModeRoutes(
  app: Hono<AppEnv>,
  { config, db, testTime, testIds }: Pick<Doors, 'config' | 'db' | 'testTime' | 'testIds'>,
): void {
  const checkOn = (): void => {
    if (!config.testApi) throw problem('not-found', 'Start with LOCKSTEP_TEST_API=1 to have the test mode.');
  };

  serve(app, api.getTestIdle, async ({ query }) => {
    checkOn();
    const until = systemClock.monotonic() + query.timeoutMs;
    for (;;) {
      const found = await lookForWork(db);
      if (found.idle || systemClock.monotonic() >= until) return found;
      await pause(systemClock, LOOK_MS);
    }
  });

  serve(app, api.getTestClock, () => timeOf().read());
  serve(app, api.passTestTime, async ({ body: { advanceMs } }) => {
    const time = timeOf();
    if ((await time.pass(advanceMs)) === 'busy') await refuseBusy(`The time stands at ${time.read().now}. `);
    return time.read();
  });

  function timeOf() {
    checkOn();
    if (testTime === undefined) throw problem('not-found', 'This process has no clock for tests.');
    return testTime;
  }

  serve(app, api.seedTestIds, async ({ body: { seed } }) => {
    checkOn();
    if (!(await testIds?.seed(seed))) throw problem('runs-there', 'Ids are counted from 1: reset first (/test/reset).');
    return seed === undefined ? {} : { firstRunId: seededRunId(seed, 1) };
  });

  async function refuseBusy(said: string): Promise<never> {
    const { waitsFor } = await lookForWork(db);
    const [first] = waitsFor;
    const what = first ? `: ${first.count}, ${first.example} for one` : '';
    throw problem('run-not-ended', `${said}Runs are under way${what}.`);
  }

  serve(app, api.resetTest, async () => {
    checkOn();
    const runs = await forgetRuns(db);
    return runs === undefined ? refuseBusy('') : { runs };
  });
}
