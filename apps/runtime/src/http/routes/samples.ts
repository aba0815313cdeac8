import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { runSamples } from '../../runner/samples/index.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

/** The samples of a flow, tried before somebody asks to publish it. */
export function sampleRoutes(app: Hono<AppEnv>, { sandbox, checkContract, config }: Doors): void {
  serve(app, api.runFlowSamples, async ({ body: { flow } }) => {
    const begun = performance.now();
    const reports = [...(await runSamples(flow, { sandbox, checkContract }))];
    const failed = reports.filter(({ ok }) => !ok).length;
    return { reports, failed, override: config.sampleOverride, durationMs: performance.now() - begun };
  });
}
