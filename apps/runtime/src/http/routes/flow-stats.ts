import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { countBins, countStanding, countSteps, countVersions, foldedTo } from '../../store/flow-stats/read.ts';
import { flowExists, listVersions } from '../../store/flows.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { statsBins, stepStats } from '../views/flow-stats.ts';
import { noFlow } from './flows.ts';

const MINUTE_MS = 60_000;
/** So many hours, and no more, are told by bins of so many minutes; beyond two days only whole hours are kept. */
const BINS = [
  { hours: 1, minutes: 1 },
  { hours: 6, minutes: 5 },
  { hours: 24, minutes: 15 },
  { hours: 48, minutes: 60 },
  { hours: 24 * 7, minutes: 180 },
  { hours: api.MAX_STATS_HOURS, minutes: 1440 },
] as const;

interface Asked {
  readonly flowId: string;
  readonly hours: number;
  readonly version?: number | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the steps of a flow did in the last hours. */
export function flowStatsRoutes(app: Hono<AppEnv>, { db, now }: Doors): void {
  /** Screens of many people ask for the same counts. */
  const answers = createCache<api.FlowStats>({ max: 200, ttlMs: 2_000, now });

  async function read({ flowId, hours, version, from, to }: Asked): Promise<api.FlowStats> {
    const binMinutes = BINS.find((each) => hours <= each.hours)?.minutes ?? 1440;
    // Whole bins, the last one under way: so a bin keeps its place while time goes on.
    const toMinute = (Math.floor(now() / MINUTE_MS / binMinutes) + 1) * binMinutes;
    const fromMinute = toMinute - Math.ceil((hours * 60) / binMinutes) * binMinutes;
    const range = { fromMinute, toMinute };
    const part = {
      fromMinute: from === undefined ? fromMinute : minuteOf(from),
      toMinute: to === undefined ? toMinute : minuteOf(to),
    };
    const [counts, bins, versions, standing, published, counted] = await Promise.all([
      countSteps(db, flowId, part, version),
      countBins(db, flowId, { ...range, binMinutes }, version),
      countVersions(db, flowId, range),
      countStanding(db, flowId),
      listVersions(db, flowId),
      foldedTo(db),
    ]);
    const publishedAt = new Map(published.map((one) => [one.version, one.publishedAt]));
    const binMs = binMinutes * MINUTE_MS;
    const sinceMs = fromMinute * MINUTE_MS;
    return {
      since: isoOf(fromMinute),
      until: isoOf(toMinute),
      from: isoOf(part.fromMinute),
      to: isoOf(part.toMinute),
      countedTo: (counted ?? new Date(0)).toISOString(),
      binMs,
      bins: statsBins(bins, { sinceMs, binMs, bins: (toMinute - fromMinute) / binMinutes }),
      versions: versions.map((one) => {
        const at = publishedAt.get(one.version);
        return { ...one, ...(at && { publishedAt: at.toISOString() }) };
      }),
      steps: stepStats(counts, standing),
    };
  }

  serve(app, api.getFlowStats, async ({ params: { flowId }, query, problem }) => {
    if (!(await flowExists(db, flowId))) throw problem('not-found', noFlow(flowId));
    const asked = { flowId, ...query };
    return answers.get(JSON.stringify(asked), () => read(asked));
  });
}

const minuteOf = (at: string) => Math.floor(Date.parse(at) / MINUTE_MS);
const isoOf = (minute: number) => new Date(minute * MINUTE_MS).toISOString();
