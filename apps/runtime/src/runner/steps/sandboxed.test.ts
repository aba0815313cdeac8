import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/index.ts';
import { createLogger } from '../../telemetry/index.ts';
import { createContractChecker } from '../contracts.ts';
import { createExecutor } from './execute.ts';
import { jobOf, noWaits, testCatalogue, testRuns } from './testing.ts';

const sandbox = await createSandbox({ size: 1 });
afterAll(() => sandbox.close());
const { execute } = createExecutor({
  catalogue: testCatalogue,
  runs: testRuns(),
  sandbox,
  http: { request: () => Promise.reject(new Error('no network here')) },
  connections: async () => undefined,
  ...noWaits,
  contracts: createContractChecker([]),
  log: createLogger({ level: 'silent' }),
});

describe('scripts and expressions in the real sandbox', () => {
  it('see the message, the steps before, the trigger and the run', async () => {
    const script = `function map(input: { sku: string }, ctx) {
  return { sku: input.sku, before: ctx.steps.in.sku, by: ctx.trigger.by, run: ctx.run.id, now: new Date().toISOString() };
}`;
    const label = "=[input.sku, 'of', steps.in.sku, 'by', trigger.by, 'in', run.id].join(' ')";
    const result = await execute(jobOf({ type: 'shape', params: { script, label, when: "=input.sku === 'mug'" } }));
    expect(result).toEqual({
      ok: true,
      port: 'out',
      output: {
        params: { label: 'mug of mug by ines in run-2', when: true },
        mapped: { sku: 'mug', before: 'mug', by: 'ines', run: 'run-2', now: '2026-11-23T08:00:00.000Z' },
      },
      note: { label: 'mug of mug by ines in run-2', when: true },
    });
  });

  it('give the same when they are computed again, also by chance', async () => {
    const job = jobOf({ type: 'shape', params: { script: 'function map() { return [Math.random(), Date.now()]; }' } });
    const first = await execute(job);
    expect(await execute({ ...job, attempt: 2, now: job.now + 60_000 })).toEqual(first);
    expect(await execute({ ...job, run: { ...job.run, keyRunId: 'run-9' } })).not.toEqual(first);
  });

  it('fail with the line and column of the author', async () => {
    const script = 'function map(input) {\n  return input.customer.name;\n}';
    expect(await execute(jobOf({ type: 'shape', params: { script } }))).toMatchObject({
      ok: false,
      failure: { kind: 'item', category: 'mapping', code: 'script-error', position: { line: 2, key: 'script' } },
    });
    expect(
      await execute(jobOf({ type: 'shape', params: { script: 'function map() {', label: "='a'" } })),
    ).toMatchObject({
      ok: false,
      failure: { kind: 'flow', code: 'script-invalid' },
    });
    expect(
      await execute(jobOf({ type: 'shape', params: { script: 'function map() {}', label: '=input.a.b' } })),
    ).toMatchObject({
      ok: false,
      failure: { kind: 'item', code: 'script-error', position: { line: 1, key: '/label' } },
    });
  });

  it('are stopped when they loop, and the next step notices nothing', async () => {
    expect(await execute(jobOf({ type: 'shape', params: { script: 'function map() { for (;;); }' } }))).toMatchObject({
      failure: { kind: 'item', code: 'script-timeout' },
    });
    expect(await execute(jobOf({ type: 'shape', params: { script: 'function map() { return 1; }' } }))).toMatchObject({
      ok: true,
    });
  });
});
