import { createHash } from 'node:crypto';
import type { PreviewResult } from '@lockstep/schema/api';
import type { ContractIssue } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { Sandbox, SandboxCall } from '../../sandbox/index.ts';

/** A sample must not take the sandbox from runs: less time and memory for each than a run has. */
export const SAMPLE_LIMITS = { timeoutMs: 500, memoryMb: 32 } as const;

/** The clock of a sample that names none: a Friday morning, so that the same map gives the same result tomorrow. */
export const SAMPLE_CLOCK = '2026-11-27T08:00:00.000Z';

export interface SampleParts {
  readonly sandbox: Pick<Sandbox, 'call'>;
  readonly checkContract: (ref: string, value: Json) => readonly ContractIssue[] | undefined;
  /** What a script looks things up in, as it is now; absent: there are no tables. */
  readonly tablesOf?: (source: string) => Promise<SandboxCall['tables']>;
}

export interface Trial {
  /** Text of the map or script. */
  readonly source: string;
  readonly input: Json;
  /** What chance is drawn from. */
  readonly seed: string;
  /** Clock of the map; ISO text. */
  readonly at?: string | undefined;
  /** What earlier steps gave, by id. */
  readonly steps?: Readonly<Record<string, Json>> | undefined;
  /** Contract the result must fit: `order`, `order@1`. */
  readonly contract?: string | undefined;
}

/** Runs a map over one message in the sandbox of production, and checks what it gives. Never throws for what the map does. */
export async function trySample(trial: Trial, parts: SampleParts): Promise<PreviewResult> {
  const { sandbox, checkContract, tablesOf } = parts;
  const { source, input, seed, at = SAMPLE_CLOCK, steps = {}, contract } = trial;
  const tables = await tablesOf?.(source);
  const result = await sandbox.call({
    program: { key: `sample:${digest(source)}`, units: [{ id: 'map', kind: 'script', source }] },
    unit: 'map',
    scope: { input, steps, trigger: {}, run: { id: 'preview', flowId: 'preview', startedAt: at } },
    seed,
    nowMs: Date.parse(at),
    ...(tables && { tables }),
    ...SAMPLE_LIMITS,
  });
  if (!result.ok) {
    const { code, message, line, column } = result.error;
    return { ok: false, code, message, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  }
  const issues = contract === undefined ? [] : (checkContract(contract, result.value) ?? [noContract(contract)]);
  return { ok: true, value: result.value, issues: [...issues], ...(result.logs && { logs: [...result.logs] }) };
}

function noContract(ref: string): ContractIssue {
  return { path: '', message: `There is no contract ${ref}.` };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
