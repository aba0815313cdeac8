import type { Json } from '@lockstep/schema/run';
import type { SandboxCall } from './types.ts';

/** A call of one script on one input; the script's text is its program's key. For tests. */
export function scriptCall(source: string, input: Json = {}, more: Partial<SandboxCall> = {}): SandboxCall {
  return {
    program: { key: source, units: [{ id: 'map', kind: 'script', source }] },
    unit: 'map',
    scope: { ...scope, input },
    seed: 'seed',
    nowMs: NOW_MS,
    ...more,
  };
}

/** A call of the expressions of one node. */
export function expressionCall(expressions: Readonly<Record<string, string>>, input: Json = {}): SandboxCall {
  const program = {
    key: JSON.stringify(expressions),
    units: [{ id: 'node', kind: 'expressions', expressions }],
  } as const;
  return { program, unit: 'node', scope: { ...scope, input }, seed: 'seed', nowMs: NOW_MS };
}

/** 2026-03-01T09:30:00Z */
export const NOW_MS = 1_772_357_400_000;

const scope = {
  steps: { lookup: { city: 'Dublin' } },
  trigger: { kind: 'webhook' },
  run: { id: 'run-1', flowId: 'flow-1', startedAt: '2026-03-01T09:30:00.000Z' },
};
