import * as api from '@lockstep/schema/api';
import type { Issue } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { tryExpression, trySample } from '../../runner/samples/index.ts';
import { checkUnits } from '../../sandbox/index.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

export function scriptRoutes(app: Hono<AppEnv>, doors: Doors): void {
  serve(app, api.checkScript, ({ body: { kind, source } }) => {
    const found = checkUnits([
      kind === 'script'
        ? { id: 'script', kind, source }
        : { id: 'script', kind: 'expressions', expressions: { '': source.replace(/^=/, '') } },
    ]);
    const code = kind === 'script' ? 'script-invalid' : 'expression-invalid';
    return {
      issues: found.map(({ message, line, column }): Issue => ({ severity: 'error', code, message, line, column })),
    };
  });

  serve(app, api.previewScript, async ({ body: { source, inputs, contract, moments = [] } }) => {
    const begun = performance.now();
    // One after the other: fifty samples of one person must not fill the pool.
    const results: api.PreviewResult[] = [];
    for (const [index, input] of inputs.entries()) {
      // The same numbers at every look, so that a result changes only when the map does.
      const { seed = `preview-${index}`, ...moment } = moments[index] ?? {};
      results.push(await trySample({ source, input, contract, ...moment, seed }, doors));
    }
    return { results, durationMs: performance.now() - begun };
  });

  serve(app, api.previewExpression, ({ body: { source, input, steps = {} } }) =>
    tryExpression({ source, input, steps }, doors),
  );
}
