import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { type CronTimes, cronProblem, cronSentence, ticksAfter } from '../../runner/schedules/index.ts';
import { listScheduleRows } from '../../store/schedules.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

/** Ticks shown ahead. */
const SHOWN = 5;

/** What schedules do next, and what a pattern means. */
export function scheduleRoutes(app: Hono<AppEnv>, { db, now }: Doors): void {
  serve(app, api.listSchedules, async () => {
    const rows = await listScheduleRows(db);
    return rows.map((row): api.ScheduleView => {
      const { flowId, node, cron, timeZone, missed, lastTick, lastRunId, paused } = row;
      return {
        flowId,
        node,
        cron,
        timeZone,
        missed,
        ...meaning(row),
        ...(lastTick && lastRunId && { last: { scheduledAt: lastTick.toISOString(), runId: lastRunId } }),
        paused,
      };
    });
  });

  serve(app, api.previewSchedule, ({ query }) => {
    const reason = cronProblem(query);
    return reason === undefined ? { valid: true as const, ...meaning(query) } : { valid: false as const, reason };
  });

  function meaning(times: CronTimes): { sentence: string; next: string[] } {
    const next = ticksAfter(times, { after: now(), count: SHOWN });
    return { sentence: cronSentence(times), next: next.map((tick) => new Date(tick).toISOString()) };
  }
}
