import { existsSync, readFileSync } from 'node:fs';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, type SandboxResult } from './index.ts';
import { scriptCall } from './testing.ts';

/** A collection of hostile scripts kept beside the repository; absent from a plain clone. */
const CORPUS = new URL('../../../../../shared/corpus/', import.meta.url);
const AREAS = ['SBX', 'ISO', 'DET', 'DIAG', 'DOS'];
const KINDS = ['mapping-script', 'mapping-sequence', 'mapping-replay', 'mapping-diagnostics'];

interface Run {
  readonly script: string;
  readonly input: Json;
}

interface Case {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly payload: Run & { readonly timeoutMs?: number; readonly runs?: readonly Run[] };
  readonly expect: {
    readonly anyOf?: readonly {
      readonly result?: Json;
      readonly resultIn?: readonly Json[];
      readonly errorCode?: readonly string[];
      readonly finishes?: boolean;
    }[];
    readonly errorCode?: readonly string[];
    readonly line?: number;
    readonly column?: number;
    readonly probeRuns?: readonly number[];
    readonly everyProbe?: Json;
    readonly identicalAcrossRuns?: number;
    readonly maxMs?: number;
    readonly recoveredWithinMs?: number;
    readonly maxLogBytesPerRun?: number;
    readonly maxErrorTextBytes?: number;
  };
}

const isThere = existsSync(CORPUS);
const all: readonly Case[] = isThere
  ? AREAS.flatMap((area) => JSON.parse(readFileSync(new URL(`${area}.json`, CORPUS), 'utf8')))
  : [];
const cases = all.filter(({ kind }) => KINDS.includes(kind));
const of = (kind: string): [string, string, Case][] =>
  cases.filter((one) => one.kind === kind).map((one) => [one.id, one.title, one]);

const described = isThere
  ? `corpus of hostile scripts: ${cases.length} cases, ${all.length - cases.length} of other kinds left out`
  : 'corpus of hostile scripts: skipped, ../shared/corpus is not beside this repository';

describe.skipIf(!isThere)(described, () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await createSandbox();
  });
  afterAll(() => sandbox?.close());

  const run = ({ script, input }: Run, timeoutMs = 1000) => sandbox.call(scriptCall(script, input, { timeoutMs }));

  it.each(of('mapping-script'))('%s %s', async (_, __, { payload, expect: expected }) => {
    const startedAt = performance.now();
    const result = await run(payload, payload.timeoutMs);
    const endedAt = performance.now();
    const next = await run({ script: 'function map(i) { return i }', input: 'well' });
    if (expected.anyOf)
      expect(
        expected.anyOf.some((allowed) => isAllowed(result, allowed)),
        JSON.stringify(result),
      ).toBe(true);
    expect(endedAt - startedAt).toBeLessThan(expected.maxMs ?? 3000);
    expect(next).toEqual({ ok: true, value: 'well' });
    expect(performance.now() - endedAt).toBeLessThan(expected.recoveredWithinMs ?? 1000);
    expectNoLeak(result);
    expectBounded(result, expected);
  });

  it.each(of('mapping-sequence'))('%s %s', async (_, __, { payload, expect: expected }) => {
    const results: SandboxResult[] = [];
    for (const each of payload.runs ?? []) results.push(await run(each));
    const probes = expected.probeRuns?.map((index) => results[index]);
    expect(probes).toEqual(expected.probeRuns?.map(() => ({ ok: true, value: expected.everyProbe })));
    results.forEach(expectNoLeak);
  });

  it.each(of('mapping-replay'))('%s %s', async (_, __, { payload, expect: expected }) => {
    const first = await run(payload);
    const { TZ } = process.env;
    process.env.TZ = 'Asia/Tokyo';
    const other = await createSandbox({ size: 1 });
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
    const calls = Array.from({ length: expected.identicalAcrossRuns ?? 2 }, () =>
      other.call(scriptCall(payload.script, payload.input)),
    );
    const texts = (await Promise.all(calls)).map((result) => JSON.stringify(result));
    await other.close();
    expect(first.ok).toBe(true);
    expect(new Set(texts)).toEqual(new Set([JSON.stringify(first)]));
  });

  it.each(of('mapping-diagnostics'))('%s %s', async (_, __, { payload, expect: expected }) => {
    const result = await run(payload);
    const error = result.ok ? undefined : result.error;
    expect(expected.errorCode).toContain(error?.code);
    expect(error?.line).toBe(expected.line);
    expect(error?.column).toBe(expected.column ?? error?.column);
    expectNoLeak(result);
  });
});

function isAllowed(result: SandboxResult, allowed: NonNullable<Case['expect']['anyOf']>[number]): boolean {
  if (!result.ok) return allowed.errorCode?.includes(result.error.code) ?? false;
  if (allowed.finishes) return true;
  const values = [...('result' in allowed ? [allowed.result] : []), ...(allowed.resultIn ?? [])];
  return values.some((value) => JSON.stringify(value) === JSON.stringify(result.value));
}

function expectNoLeak(result: SandboxResult): void {
  expect(JSON.stringify(result)).not.toMatch(/node:internal|node_modules|ESCAPED|DIRTY|file:\/\//);
  expect(JSON.stringify(result)).not.toContain(process.cwd());
}

function expectBounded(result: SandboxResult, { maxLogBytesPerRun, maxErrorTextBytes }: Case['expect']): void {
  const logs = result.ok ? (result.logs ?? []) : [];
  const message = result.ok ? '' : result.error.message;
  expect(Buffer.byteLength(logs.join('\n'))).toBeLessThanOrEqual(maxLogBytesPerRun ?? 65_536);
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(maxErrorTextBytes ?? 8192);
  for (const line of [...logs, message]) expect(line).toMatch(/^\P{Cc}*$/u);
}
