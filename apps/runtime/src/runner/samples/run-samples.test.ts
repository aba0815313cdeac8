import { contracts } from '@lockstep/schema/contracts';
import type { Flow, MapSample } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node } from '../../main/testing.ts';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { createContractChecker } from '../contracts.ts';
import { runSamples } from './run-samples.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ size: 1 });
});
afterAll(() => sandbox.close());

const checker = createContractChecker(contracts);
const checkContract = (ref: string, value: Json) => checker.check(ref, value);
const sample = (id: string, input: Json, more: Partial<MapSample> = {}): MapSample => ({
  ...{ id, name: id, input, origin: 'pasted' },
  ...more,
});
const flowWith = (script: string, samples: MapSample[], params: Record<string, Json> = {}): Flow =>
  flowOf('f', [node('in', 'manual'), { ...node('map', 'map', { script, ...params }), samples }]);
const states = async (flow: Flow, options = {}) =>
  (await runSamples(flow, { sandbox, checkContract }, options)).map(({ id, state }) => [id, state]);

it('each sample is told apart: passed, different, refused by the contract, without a result', async () => {
  const map =
    "export default defineMap((src, t) => ({ sku: t.required(src.sku, 'sku'), location: 'BER', available: src.n, asOf: src.at }));";
  const good = { sku: 'mug', n: 3, at: '2026-11-20T09:14:07Z' };
  const output = { sku: 'mug', location: 'BER', available: 3, asOf: good.at };
  const samples = [
    sample('plain', good),
    sample('same', good, { expect: { output } }),
    sample('other', good, { expect: { output: { ...output, available: 4 } } }),
    sample('no-time', { ...good, at: 'today' }),
    sample('no-sku', { n: 1 }),
    sample('refused', { n: 1 }, { expect: { error: 'SCRIPT_ERROR' } }),
  ];
  expect(await states(flowWith(map, samples, { target: 'inventory@1' }))).toEqual([
    ['plain', 'passed'],
    ['same', 'passed'],
    ['other', 'different'],
    ['no-time', 'broken'],
    ['no-sku', 'failed'],
    ['refused', 'passed'],
  ]);
});

it('clock, chance and earlier steps are those of the sample, the same at every look', async () => {
  const map =
    'export default (input, ctx) => ({ at: new Date(ctx.now).toISOString(), chance: Math.random(), sku: ctx.steps.find.sku })';
  const steps = { find: { sku: 'MUG' } };
  const at = '2024-02-29T12:00:00.000Z';
  const first = sample('a', 1, { at, steps, seed: 7 });
  const made = await runSamples(flowWith(map, [{ ...first, expect: { output: null } }]), { sandbox, checkContract });
  const output = Object.fromEntries((made[0]?.differences ?? []).map(({ path, after }) => [path, after]))[''] as Json;
  expect(output).toMatchObject({ at, sku: 'MUG' });
  expect(await states(flowWith(map, [{ ...first, expect: { output } }]))).toEqual([['a', 'passed']]);
  const other = { ...first, seed: 8, expect: { output } };
  expect(await states(flowWith(map, [other]))).toEqual([['a', 'different']]);
});

it('a hostile map ends, and samples beyond the time of a flow are told as not tried', async () => {
  const endless = 'export default (input) => { for (;;) {} }';
  const flow = flowWith(endless, [sample('a', 1), sample('b', 1)]);
  const reports = await runSamples(flow, { sandbox, checkContract }, { budgetMs: 100 });
  expect(reports.map(({ ok, why }) => [ok, why])).toEqual([
    [false, 'The script took too long'],
    [false, 'Not tried: the samples of this flow take longer than 0.1 s together.'],
  ]);
});

it('what was saved as a test that begins at the map is a sample of it', async () => {
  const flow = flowWith('export default (input) => input', []);
  const [start, map] = flow.nodes as [Flow['nodes'][0], Flow['nodes'][0]];
  const { samples: _, ...bare } = map;
  const tests = [
    { id: 'old', name: 'Old', node: 'map', message: 1 },
    { id: 'whole', name: 'Whole', message: 1 },
  ];
  expect(await states({ ...flow, nodes: [start, bare], tests })).toEqual([['old', 'passed']]);
});
