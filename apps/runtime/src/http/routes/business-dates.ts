import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { readBusinessDates } from '../../store/cases/business-dates.ts';
import { readSourceDelays } from '../../store/source-delays.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

/** Cases by business date, as each system dates them, and how far we are behind the systems. */
export function businessDateRoutes(app: Hono<AppEnv>, { db, now }: Doors): void {
  /** A report of a month reads many cases; several people look at the same one. */
  const answers = createCache<api.BusinessDates>({ max: 50, ttlMs: 15_000, now });

  serve(app, api.getBusinessDates, async ({ query: { kind, timeZone, days } }) =>
    answers.get(JSON.stringify([kind, timeZone, days]), () =>
      readBusinessDates(db, { kind, timeZone, days, until: new Date(now()) }),
    ),
  );

  const delays = createCache<readonly api.SourceDelay[]>({ max: 10, ttlMs: 15_000, now });

  serve(app, api.getSourceDelays, async ({ query: { hours } }) => ({
    delays: [...(await delays.get(String(hours), () => readSourceDelays(db, now() - hours * HOUR_MS)))],
  }));
}

const HOUR_MS = 3_600_000;
