import { catalogue } from '@lockstep/nodes/catalogue';
import { samples } from '@lockstep/nodes/samples';
import { contracts } from '@lockstep/schema/contracts';
import { FLOW_FORMAT, type Flow, type FlowNode } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { wireIssues } from './flow-issues.ts';

const found = (flow: Flow) =>
  wireIssues(flow, catalogue, contracts).map(({ code, node, message }) => `${node} ${code}: ${message}`);

describe('the flows that ship', () => {
  it.each(samples.map((flow) => [flow.id, flow] as const))('%s has no reference that cannot hold', (_, flow) => {
    expect(found(flow)).toEqual([]);
  });
});

const node = (id: string, type: string, params: FlowNode['params']): FlowNode => ({
  id,
  type,
  version: 1,
  name: id,
  params,
  policy: {},
});
const field = (value: string) => ({ fields: [{ path: 'out', value: `=${value}` }] });

/** A message that keeps a contract, a switch of two ways and their join, an error port that is caught, and a step at the end. */
function flowOf(
  contract: string,
  texts: Partial<Record<'fork' | 'left' | 'right' | 'caught' | 'join' | 'end', string>>,
): Flow {
  const own = (id: keyof typeof texts, clean: string) => node(id, 'set-fields', field(texts[id] ?? clean));
  return {
    format: FLOW_FORMAT,
    id: 'wired',
    name: 'Wired',
    nodes: [
      node('in', 'webhook', { path: 'wired', contract }),
      own('fork', 'input'),
      node('way', 'switch', { cases: [{ name: 'a', when: 'true' }] }),
      own('left', 'steps.fork.out'),
      own('right', "steps['fork'].out"),
      own('caught', 'input.error.message + steps.left?.out'),
      own('join', 'steps.fork.out ?? steps.left?.out'),
      node('script', 'map', { script: 'export default (input, ctx) => ({ ...input, seen: ctx.steps.fork.out });' }),
      own('end', 'steps.script.anything'),
    ],
    edges: [
      { from: 'in', port: 'out', to: 'fork' },
      { from: 'fork', port: 'out', to: 'way' },
      { from: 'way', port: 'a', to: 'left' },
      { from: 'way', port: 'otherwise', to: 'right' },
      { from: 'left', port: 'error', to: 'caught' },
      { from: 'left', port: 'out', to: 'join' },
      { from: 'right', port: 'out', to: 'join' },
      { from: 'join', port: 'out', to: 'script' },
      { from: 'script', port: 'out', to: 'end' },
    ],
    layout: { nodes: {}, notes: [] },
    settings: {},
    tests: [],
  };
}

/** Contract, a field it has, one it has further in, the same misspelt. */
const CONTRACTS: readonly (readonly [string, string, string, string])[] = [
  ['order@1', 'reference', 'totals.total.amount', 'totals.total.amuont'],
  ['product@1', 'sku', 'price.currency', 'price.curency'],
  ['inventory@1', 'available', 'asOf', 'asof'],
  ['shipment@1', 'carrier', 'shipTo.city', 'shipTo.ctiy'],
  ['payment@1', 'amount', 'failure.code', 'failure.codes'],
  ['return@1', 'rma', 'refund.amount', 'refund.amounts'],
  ['customer@1', 'email', 'creditLimit.amount', 'creditLimit.amout'],
  ['invoice@1', 'number', 'billTo.postalCode', 'billTo.postcode'],
  ['order@1', 'customer', 'customer.email', 'customer.mail'],
  ['product@1', 'status', 'weight.value', 'weight.vlaue'],
];

describe('fifty planted mistakes in twenty flows', () => {
  const clean = CONTRACTS.map(([contract, top, deep]) =>
    flowOf(contract, { fork: `input.${top}`, left: `input.${deep} + steps.in.${top}`, join: `steps.in.${deep}` }),
  );
  const planted = CONTRACTS.flatMap(([contract, , deep, wrong]): readonly [Flow, string][] => [
    [flowOf(contract, { fork: `input.${wrong}` }), 'fork field-unknown'],
    [flowOf(contract, { left: `steps.in.${wrong}` }), 'left field-unknown'],
    [flowOf(contract, { join: `steps.left.${deep}` }), 'join step-unsure'],
    [flowOf(contract, { right: 'steps.end.x' }), 'right step-later'],
    [flowOf(contract, { caught: `steps.forg.${deep}` }), 'caught step-unknown'],
  ]);

  it('every one is found, where it is, and nothing else', () => {
    expect(planted).toHaveLength(50);
    const missed = planted.filter(([flow, expected]) => {
      const issues = found(flow);
      return issues.length !== 1 || !issues[0]?.startsWith(expected);
    });
    expect(missed.map(([flow, expected]) => ({ expected, found: found(flow) }))).toEqual([]);
  });

  it('and there is no false alarm in flows without one', () => {
    expect([...clean, ...CONTRACTS.map(([contract]) => flowOf(contract, {}))].flatMap(found)).toEqual([]);
  });

  it('says what may be meant, and where', () => {
    const [issue] = wireIssues(flowOf('order@1', { fork: '1 +\n input.customer.mail' }), catalogue, contracts);
    expect(issue).toEqual({
      severity: 'error',
      code: 'field-unknown',
      message: 'The message has no field customer.mail; is customer.email meant?',
      node: 'fork',
      field: '/fields/0/value',
      line: 2,
      column: 2,
      edge: { from: 'in', port: 'out', to: 'fork' },
    });
  });
});
