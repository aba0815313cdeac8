import * as api from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world?.stop());

const preview = async (source: string, inputs: readonly Json[], contract?: string) => {
  const body = { source, inputs: [...inputs], ...(contract !== undefined && { contract }) };
  const answer = await world.call(api.previewScript, { body });
  return answer.ok ? answer.value.results : answer;
};

it('a preview runs each sample as production would, and checks what it gives', async () => {
  const map =
    'export default defineMap((src, t) => ({ sku: t.upper(src.sku), location: "BER", available: src.n, asOf: src.at }));';
  const good = { sku: 'mug', n: 3, at: '2026-11-20T09:14:07Z' };
  expect(await preview(map, [good, { ...good, at: 'today' }, null], 'inventory@1')).toEqual([
    { ok: true, value: { sku: 'MUG', location: 'BER', available: 3, asOf: good.at }, issues: [] },
    {
      ok: true,
      value: { sku: 'MUG', location: 'BER', available: 3, asOf: 'today' },
      issues: [{ path: '/asOf', message: 'must be a date and time with its zone, like 2026-11-23T08:30:00Z' }],
    },
    { ok: false, code: 'SCRIPT_ERROR', message: expect.stringContaining('null'), line: 1, column: expect.any(Number) },
  ]);
});

it('a hostile sample ends by itself, and the next one is looked at', async () => {
  const map = 'export default (input) => { if (input === 1) for (;;) {} return input; }';
  expect(await preview(map, [1, 2])).toMatchObject([
    { ok: false, code: 'TIMEOUT' },
    { ok: true, value: 2, issues: [] },
  ]);
});

it('a text that is no script says where', async () => {
  expect(await preview('export default defineMap((src, t) => ({\n  a: ,\n}));', [{}])).toMatchObject([
    { ok: false, code: 'COMPILE_ERROR', line: 2 },
  ]);
});

it('a contract that is not there is a problem of the result', async () => {
  expect(await preview('export default () => 1', [{}], 'nothing@1')).toMatchObject([
    { issues: [{ path: '', message: 'There is no contract nothing@1.' }] },
  ]);
});
