import { expect, it } from 'vitest';
import { Flow } from './flow.ts';
import { flowOf, nodeOf } from './testing.ts';
import { checkTests } from './validate-tests.ts';

const flow = flowOf([nodeOf('in', 'start'), nodeOf('a')], ['in>a']);

it('warns of steps that a test names and the flow has not, once each', () => {
  const tests: Flow['tests'] = [
    {
      ...{
        id: 't',
        name: 'Old',
        message: 1,
        replies: { gone: [{ port: 'out', value: 1 }], a: [{ port: 'out', value: 1 }] },
      },
      arrivals: [{ afterMs: 1, callback: { node: 'gone', payload: 1 } }],
      expect: { path: ['a', 'left'] },
    },
  ];
  expect(checkTests({ ...flow, tests }).map(({ code, message }) => [code, message])).toEqual([
    ['test-step-unknown', 'The test "Old" speaks of the step "gone", which is not there.'],
    ['test-step-unknown', 'The test "Old" speaks of the step "left", which is not there.'],
  ]);
  expect(checkTests(flow)).toEqual([]);
});

it('a test of before reads as it was, and a misspelt expectation is refused', () => {
  const before = { ...flow, tests: [{ id: 't', name: 'T', message: { a: 1 } }] };
  expect(Flow.parse(before)).toEqual(before);
  const misspelt = { ...flow, tests: [{ id: 't', name: 'T', message: 1, expect: { paths: [] } }] };
  expect(Flow.safeParse(misspelt).success).toBe(false);
});

it('samples of a map have ids of their own', () => {
  const sample = { id: 's', name: 'S', input: 1, origin: 'pasted' } as const;
  const sampled = {
    ...flow,
    nodes: [...flow.nodes, { ...nodeOf('map'), samples: [sample, { ...sample, name: 'Other' }] }],
  };
  expect(checkTests(sampled)).toMatchObject([{ severity: 'error', code: 'sample-id-twice', node: 'map' }]);
});
