import { expect, it } from 'vitest';
import { flowOf, nodeOf, testCatalogue } from './testing.ts';
import { type CalleeState, checkCalls } from './validate-calls.ts';

const calling = (flow: string, more: object = {}) =>
  flowOf([nodeOf('in', 'start'), nodeOf('ask', 'call', { flow, ...more })], ['in>ask']);
const check = (
  flow: ReturnType<typeof flowOf>,
  state: CalleeState = { state: 'callable' },
  edges: Readonly<Record<string, readonly string[]>> = {},
) =>
  checkCalls(flow, testCatalogue, { calleeOf: () => state, callees: (id) => edges[id] ?? [] }).map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );

it('says nothing about a call of what is there, or of what it cannot know', () => {
  expect(check(calling('stock'))).toEqual([]);
  expect(check(calling('stock'), { state: 'unseen' })).toEqual([]);
  expect(check(flowOf([nodeOf('in', 'start'), nodeOf('ask', 'call')], ['in>ask']), { state: 'absent' })).toEqual([]);
});

it.each<[CalleeState, string]>([
  [{ state: 'absent' }, 'error callee-unknown: There is no flow "stock".'],
  [{ state: 'unpublished' }, 'error callee-unpublished: The flow "stock" is not published yet: publish it first.'],
  [{ state: 'no-version' }, 'error callee-version-unknown: The flow "stock" has no version that fits ">=2".'],
  [
    { state: 'not-callable', version: 3 },
    'error callee-not-callable: Version 3 of "stock" has no start "Called by a flow".',
  ],
])('refuses a call of what is not: %j', (state, issue) => {
  expect(check(calling('stock', { versions: '>=2' }), state)).toEqual([issue]);
});

it('leaves disabled steps out', () => {
  const flow = calling('stock');
  const nodes = flow.nodes.map((node) => (node.id === 'ask' ? { ...node, policy: { disabled: true } } : node));
  expect(check({ ...flow, nodes }, { state: 'absent' })).toEqual([]);
});

it('warns of calls that come back, by the shortest way', () => {
  const edges = { stock: ['label', 'price'], label: ['tax'], price: ['test'], tax: ['test', 'stock'] };
  expect(check(calling('stock'), undefined, edges)).toEqual([
    'warning call-cycle: These flows call each other: test → stock → price → test. Make sure that it ends, the depth of calls is limited.',
  ]);
});

it('lets a flow call itself before it is published, when it can be called', () => {
  const nodes = [nodeOf('in', 'callable'), nodeOf('ask', 'call', { flow: 'test' })];
  const itself = 'warning call-cycle: This flow calls itself: make sure that it ends, the depth of calls is limited.';
  expect(check(flowOf(nodes, ['in>ask']), { state: 'absent' })).toEqual([itself]);
  expect(check(calling('test'), { state: 'absent' })).toEqual([
    'error callee-not-callable: "test" has no start "Called by a flow".',
    itself,
  ]);
});
