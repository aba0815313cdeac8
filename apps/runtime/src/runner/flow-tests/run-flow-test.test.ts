import { catalogue } from '@lockstep/nodes/catalogue';
import { convertFlow } from '@lockstep/nodes/convert';
import { runs } from '@lockstep/nodes/runs';
import { samples, sampleTables } from '@lockstep/nodes/samples';
import { contracts } from '@lockstep/schema/contracts';
import type { Flow, FlowTest } from '@lockstep/schema/graph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node } from '../../main/testing.ts';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { createContractChecker } from '../contracts.ts';
import { withFixedTables } from '../tables/fixed-tables.ts';
import { runFlowTest } from './run-flow-test.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ size: 1 });
});
afterAll(() => sandbox.close());

const play = (flow: Flow, test: Partial<FlowTest>) =>
  runFlowTest(
    flow,
    { id: 't', name: 'T', message: {}, ...test },
    { catalogue, runs, sandbox: withFixedTables(sandbox, sampleTables), contracts: createContractChecker(contracts) },
  );

const CODE =
  "const { lines } = $input.first().json;\nreturn [{ json: { lines, sum: lines.reduce((a, l) => a + l.q, 0), id: $('Hook').first().json.body.id } }];";
const RETRY = { maxAttempts: 3, baseMs: 3_600_000, capMs: 86_400_000, jitter: 0.5 };
const sending = flowOf('sending', [
  node('in', 'manual'),
  node('send', 'http-request', { method: 'POST', url: 'https://partner.test/orders' }, { retry: RETRY }),
]);
const busy = { fail: { kind: 'transient', code: 'http-503', message: 'Busy.' } } as const;
const sent = { port: 'out', value: { status: 201 } } as const;

it.each(samples.flatMap((flow) => flow.tests.map((test) => [`${flow.name}: ${test.name}`, flow, test] as const)))(
  '%s',
  async (_, flow, test) => {
    expect(await play(flow, test)).toMatchObject({ ok: true, differences: [], unanswered: [], problems: [] });
  },
);

it('plays a flow that was converted from n8n: references, scripts and loops give what they gave there', async () => {
  const found = convertFlow({
    name: 'Converted',
    nodes: [
      { name: 'Hook', type: 'n8n-nodes-base.webhook', typeVersion: 2, parameters: { path: 'x', httpMethod: 'POST' } },
      { name: 'Get it', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters: { url: 'https://a.test/' } },
      { name: 'Code', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: CODE } },
      {
        name: 'Large?',
        type: 'n8n-nodes-base.if',
        typeVersion: 2,
        parameters: {
          conditions: {
            conditions: [
              { leftValue: '={{ $json.sum }}', rightValue: 5, operator: { type: 'number', operation: 'gt' } },
            ],
          },
        },
      },
      { name: 'Lines', type: 'n8n-nodes-base.splitOut', parameters: { fieldToSplitOut: 'lines' } },
      {
        name: 'Line',
        type: 'n8n-nodes-base.set',
        typeVersion: 3.4,
        parameters: { assignments: { assignments: [{ name: 'sku', value: '=SKU {{ $json.sku }}' }] } },
      },
      {
        name: 'All',
        type: 'n8n-nodes-base.aggregate',
        parameters: { fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'sku' }] } },
      },
    ],
    connections: {
      Hook: { main: [[{ node: 'Get it' }]] },
      'Get it': { main: [[{ node: 'Code' }]] },
      Code: { main: [[{ node: 'Large?' }]] },
      'Large?': { main: [[{ node: 'Lines' }], []] },
      Lines: { main: [[{ node: 'Line' }]] },
      Line: { main: [[{ node: 'All' }]] },
    },
  });
  if ('problem' in found) throw new Error(found.problem);
  const test = {
    message: { id: 7 },
    replies: {
      'get-it': [
        {
          port: 'out',
          value: {
            status: 200,
            headers: {},
            body: {
              lines: [
                { sku: 'a', q: 4 },
                { sku: 'b', q: 3 },
              ],
            },
          },
        },
      ],
    },
    expect: { outputs: { code: { sum: 7, id: 7 }, all: { sku: ['SKU a', 'SKU b'] } } },
  } as const;
  expect(await play(found.flow, test as unknown as Partial<FlowTest>)).toMatchObject({
    ok: true,
    differences: [],
    problems: [],
  });
});

describe('a test of a flow', () => {
  it('waits for attempts of hours in no time, the same for the same seed', async () => {
    const test = { replies: { send: [busy, busy, sent] }, seed: 4 };
    const [one, again, other] = [
      await play(sending, test),
      await play(sending, test),
      await play(sending, { ...test, seed: 5 }),
    ];
    expect(one).toMatchObject({ ok: true, status: 'done', path: ['send'] });
    expect(one.tookMs).toBeGreaterThan(3_600_000);
    expect(again).toEqual(one);
    expect(other.tookMs).not.toBe(one.tookMs);
  });

  it('reaches nothing outside: a step without a reply fails the test, though its error port catches it', async () => {
    const caught = { ...sending, nodes: [...sending.nodes, node('rescue', 'log', { message: 'Caught.' })] };
    const flow = { ...caught, edges: [...caught.edges, { from: 'send', port: 'error', to: 'rescue' }] };
    expect(await play(flow, {})).toMatchObject({ ok: false, status: 'done', unanswered: ['send'] });
    expect(await play(flow, { replies: { send: [sent] } })).toMatchObject({ ok: true, unanswered: [] });
  });

  it('reads the variables it sets itself, in expressions and scripts', async () => {
    const script = 'export default (input) => ({ ...input, max: vars.limits.returns });';
    const flow = flowOf('limited', [
      node('in', 'manual'),
      node('set', 'set-fields', { keepInput: false, fields: [{ path: 'url', value: '=vars.shopUrl + "/orders"' }] }),
      node('map', 'map', { script }),
    ]);
    const vars = { shopUrl: 'https://shop.test', limits: { returns: 100 } };
    const outputs = { map: { url: 'https://shop.test/orders', max: 100 } };
    expect(await play(flow, { vars, expect: { outputs } })).toMatchObject({ ok: true, differences: [] });
    const reason = 'The test sets no variable "shopUrl": write it into its vars.';
    expect(await play(flow, {})).toMatchObject({ ok: false, exception: { code: 'variable-missing', reason } });
  });

  it('takes the mock of a step where the test gives no reply', async () => {
    const [start, send] = sending.nodes;
    if (!start || !send) throw new Error('The flow has two steps.');
    const mocked = { ...sending, nodes: [start, { ...send, policy: { mock: { port: 'out', value: 'mocked' } } }] };
    expect(await play(mocked, { expect: { outputs: { send: 'mocked' } } })).toMatchObject({ ok: true });
  });

  it('says where what came is not what was asked for', async () => {
    const replies = { send: [{ port: 'out', value: { status: 201, lines: [1, 2] } }] };
    const expectation = {
      status: 'exception',
      path: [],
      outputs: { send: { status: 200, lines: [1], 'a/b': 1 } },
    } as const;
    const { ok, differences } = await play(sending, {
      replies,
      expect: { ...expectation, path: [] } as FlowTest['expect'],
    });
    expect(ok).toBe(false);
    expect(differences).toEqual([
      { at: 'status', expected: 'exception', actual: 'done' },
      { at: 'path', expected: [], actual: ['send'] },
      { at: 'outputs/send/status', expected: 200, actual: 201 },
      { at: 'outputs/send/lines', expected: [1], actual: [1, 2] },
      { at: 'outputs/send/a~1b', expected: 1 },
    ]);
  });

  it('tells what is published, in order', async () => {
    const flow = flowOf('telling', [
      node('in', 'manual'),
      node('tell', 'send-event', { topic: 'paid', key: '=input.id', payload: '=input' }),
    ]);
    const published = [{ topic: 'paid', key: '7', payload: { id: '7' } }];
    expect(await play(flow, { message: { id: '7' }, expect: { published } })).toMatchObject({ ok: true });
    expect(await play(flow, { message: { id: '8' }, expect: { published } })).toMatchObject({ ok: false });
  });

  it('brings what comes in at its time, and says when an answer came that nobody had asked for', async () => {
    const flow = flowOf('waiting', [node('in', 'manual'), node('wait', 'wait-for-callback', {})]);
    expect(await play(flow, {})).toMatchObject({ ok: true, path: ['wait'] });
    const callback = { afterMs: 60_000, callback: { node: 'wait', payload: 1 } };
    const come = await play(flow, { arrivals: [callback], expect: { outputs: { wait: { payload: 1 } } } });
    expect(come).toMatchObject({ ok: true });
    expect(come.tookMs).toBeLessThan(61_000);
    const answer = { afterMs: 1_000, answer: { node: 'wait', decision: 'approved' } } as const;
    const missed = await play(flow, { arrivals: [answer] });
    expect(missed).toMatchObject({ ok: false, problems: [expect.stringMatching(/^Nobody asked/)] });
  });

  it('replies on a port the step has', async () => {
    const report = await play(sending, { replies: { send: [{ port: 'nowhere', value: 1 }] } });
    expect(report).toMatchObject({ ok: false, exception: { node: 'send', code: 'reply-port-unknown' } });
  });
});
