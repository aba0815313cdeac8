import { catalogue } from '@lockstep/nodes/catalogue';
import { runs } from '@lockstep/nodes/runs';
import { samples, sampleTables } from '@lockstep/nodes/samples';
import { contracts, findContract } from '@lockstep/schema/contracts';
import { type Flow, type FlowTest, offersOf } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node } from '../../main/testing.ts';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { createContractChecker } from '../contracts.ts';
import { withFixedTables } from '../tables/fixed-tables.ts';
import { testOffer } from './offer-tests.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ size: 1 });
});
afterAll(() => sandbox.close());

const held = (flow: Flow) =>
  testOffer(flow, {
    ...{
      catalogue,
      runs,
      sandbox: withFixedTables(sandbox, sampleTables),
      contracts: createContractChecker(contracts),
    },
    findContract: (ref) => findContract(ref),
  });
const failuresOf = async (flow: Flow) =>
  Object.fromEntries(
    ((await held(flow))?.tests ?? []).flatMap(({ name, state, result }) =>
      state === 'ok' ? [] : [[name, { state, result }]],
    ),
  );

const offering = samples.filter((flow) => offersOf(flow, catalogue).length > 0);

it.each(offering.map((flow) => [flow.id, flow] as const))(
  'R33: %s keeps what its capability promises',
  async (_, flow) => {
    const report = await held(flow);
    expect(report?.tests.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(report?.tests.filter(({ result }) => result.includes('answered')).length).toBeGreaterThan(0);
  },
);

const AVAILABLE = { sku: 'MUG-BLUE', available: 7, locations: [], asOf: '2026-11-27T08:00:00.000Z' };
const replied = (value: Json): FlowTest => ({
  ...{ id: 't', name: 'Some', message: { sku: 'MUG-BLUE' }, replies: { ask: [{ port: 'out', value }] } },
});
const offers = (tests: readonly FlowTest[], more: Parameters<typeof flowOf>[1] = []) => ({
  ...flowOf('stock', [
    node('called', 'callable', { capability: 'query-availability', errors: { 'http-404': 'sku-gone' } }),
    node('ask', 'http-request', { url: 'https://erp.test/stock' }),
    node('give', 'return'),
    ...more,
  ]),
  tests: [...tests],
});

it('tells an answer that breaks its contract, in the example too, and a refusal nobody promised, also one no test reaches', async () => {
  const gone: FlowTest = {
    ...{ id: 'gone', name: 'Gone', message: { sku: 'A' } },
    replies: { ask: [{ fail: { kind: 'refused', code: 'http-404', message: 'Not there.' } }] },
  };
  const { asOf: _, ...lacking } = AVAILABLE;
  const refused = 'It refuses with sku-gone, which query-availability does not promise: Not there.';
  const broken = { state: 'failed', result: ['The answer breaks availability@1: /asOf is missing.'] };
  expect(await failuresOf(offers([replied(lacking), gone]))).toEqual({
    'Example of availability-query@1': { state: 'failed', result: [refused] },
    Some: broken,
    Gone: { state: 'failed', result: [refused] },
    'Fields each system makes up': { state: 'failed', result: ['There is no answer to look at.'] },
    'Refusals of the catalogue': { state: 'failed', result: ['query-availability does not promise "sku-gone".'] },
  });
});

it('tells a request that is none, a step without a reply, and a flow without a test', async () => {
  const odd = { ...replied(AVAILABLE), id: 'odd', name: 'Odd', message: { article: 'A' } };
  const silent = { id: 'silent', name: 'Silent', message: { sku: 'A' } };
  expect(await failuresOf(offers([replied(AVAILABLE), odd, silent]))).toMatchObject({
    Odd: { result: ['The request breaks availability-query@1: /sku is missing.', expect.stringContaining('/article')] },
    Silent: { result: ['No test of the flow has a reply for ask here.'] },
  });
  expect(await failuresOf(offers([]))).toMatchObject({
    'Example of availability-query@1': { result: ['The flow has no test to take replies from.'] },
  });
});

it('holds nothing that offers nothing, and warns of what a system never makes up', async () => {
  expect(await held(flowOf('plain', [node('in', 'manual'), node('give', 'return')]))).toBeUndefined();
  const flow = {
    ...flowOf('crm', [
      node('called', 'callable', { capability: 'find-customer' }),
      node('give', 'return', { value: { found: false } }),
    ]),
    tests: [{ id: 't', name: 'Nobody', message: { email: 'a@example.com' } }],
  };
  expect(await failuresOf(flow)).toMatchObject({ 'Fields each system makes up': { state: 'warning' } });
});
