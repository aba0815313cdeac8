import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { pause, systemClock } from '../../runner/clock.ts';
import { forgetRuns, lookForWork } from '../../store/test-mode.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { serve } from '../serve.ts';

const LOOK_MS = 25;

/** What automated tests need of a server; nothing of it is there unless `LOCKSTEP_TEST_API` is on. */
export function testModeRoutes(app: Hono<AppEnv>, { config, db }: Pick<Doors, 'config' | 'db'>): void {
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

  serve(app, api.resetTest, async () => {
    checkOn();
    const runs = await forgetRuns(db);
    if (runs === undefined) {
      const { waitsFor } = await lookForWork(db);
      const [first] = waitsFor;
      throw problem('run-not-ended', `Runs are under way${first ? `: ${first.count}, ${first.example} for one` : ''}.`);
    }
    return { runs };
  });
}
