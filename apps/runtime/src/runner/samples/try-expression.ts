import { createHash } from 'node:crypto';
import type { PreviewResult } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { SAMPLE_CLOCK, SAMPLE_LIMITS, type SampleParts } from './try-sample.ts';

const UNIT = 'preview';

/** Computes one expression over a message in the sandbox of production. Never throws for what the expression does. */
export async function tryExpression(
  {
    source,
    input,
    steps,
  }: { readonly source: string; readonly input: Json; readonly steps: Readonly<Record<string, Json>> },
  { sandbox, tablesOf }: Pick<SampleParts, 'sandbox' | 'tablesOf'>,
): Promise<PreviewResult> {
  const text = source.replace(/^=/, '');
  const tables = await tablesOf?.(text);
  const key = `expression:${createHash('sha256').update(text).digest('base64url')}`;
  const result = await sandbox.call({
    program: { key, units: [{ id: UNIT, kind: 'expressions', expressions: { value: text } }] },
    unit: UNIT,
    scope: { input, steps, trigger: {}, run: { id: 'preview', flowId: 'preview', startedAt: SAMPLE_CLOCK } },
    seed: 'preview',
    nowMs: Date.parse(SAMPLE_CLOCK),
    ...(tables && { tables }),
    ...SAMPLE_LIMITS,
  });
  if (!result.ok) {
    const { code, message, line, column } = result.error;
    return { ok: false, code, message, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  }
  const value = (result.value as { readonly value?: Json }).value;
  return { ok: true, value: value ?? null, issues: [], ...(result.logs && { logs: [...result.logs] }) };
}
