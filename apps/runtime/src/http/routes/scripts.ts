import { createHash } from 'node:crypto';
import * as api from '@lockstep/schema/api';
import type { Issue } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import type { Hono } from 'hono';
import { checkUnits } from '../../sandbox/index.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

/** A preview must not take the sandbox from runs: less time and memory for each sample than a run has. */
const PREVIEW_TIMEOUT_MS = 500;
const PREVIEW_MEMORY_MB = 32;

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

  serve(app, api.previewScript, async ({ body: { source, inputs, contract } }) => {
    const begun = performance.now();
    // One after the other: fifty samples of one person must not fill the pool.
    const results: api.PreviewResult[] = [];
    for (const [index, input] of inputs.entries())
      results.push(await preview(doors, { source, input, index, contract }));
    return { results, durationMs: performance.now() - begun };
  });
}

interface Sample {
  readonly source: string;
  readonly input: Json;
  readonly index: number;
  readonly contract: string | undefined;
}

async function preview({ sandbox, checkContract, now }: Doors, sample: Sample): Promise<api.PreviewResult> {
  const { source, input, index, contract } = sample;
  const result = await sandbox.call({
    program: { key: `preview:${digest(source)}`, units: [{ id: 'map', kind: 'script', source }] },
    unit: 'map',
    scope: {
      input,
      steps: {},
      trigger: {},
      run: { id: 'preview', flowId: 'preview', startedAt: new Date(now()).toISOString() },
    },
    // The same numbers at every look, so that a result changes only when the map does.
    seed: `preview-${index}`,
    nowMs: now(),
    timeoutMs: PREVIEW_TIMEOUT_MS,
    memoryMb: PREVIEW_MEMORY_MB,
  });
  if (!result.ok) {
    const { code, message, line, column } = result.error;
    return { ok: false, code, message, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  }
  const issues = contract === undefined ? [] : (checkContract(contract, result.value) ?? [noContract(contract)]);
  return { ok: true, value: result.value, issues: [...issues], ...(result.logs && { logs: [...result.logs] }) };
}

function noContract(ref: string) {
  return { path: '', message: `There is no contract ${ref}.` };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
