import { describe, expect, it } from 'vitest';
import { flowOf, nodeOf } from './testing.ts';
import { downstreamOf, findCycle, topologicalOrder, upstreamOf } from './topology.ts';

const nodes = ['d', 'c', 'b', 'a'].map((id) => nodeOf(id));

describe('topologicalOrder', () => {
  it('puts every step after what it depends on, and keeps the drawing order among equals', () => {
    expect(topologicalOrder(flowOf(nodes, ['a>c', 'a>b', 'c>d']))).toEqual(['a', 'c', 'd', 'b']);
  });

  it('leaves out steps on or behind a cycle', () => {
    expect(topologicalOrder(flowOf(nodes, ['a>b', 'b>c', 'c>b', 'c>d']))).toEqual(['a']);
  });

  it('stands on no edge that names an unknown step', () => {
    expect(topologicalOrder(flowOf([nodeOf('a')], ['a>ghost', 'ghost>a']))).toEqual(['a']);
  });
});

describe('findCycle', () => {
  it('names the steps of a cycle in the order they follow each other', () => {
    const cycle = findCycle(flowOf(nodes, ['a>b', 'b>c', 'c>b', 'c>d'])) ?? [];
    expect([...new Set(cycle)].sort()).toEqual(['b', 'c']);
    expect(cycle[0]).toBe(cycle.at(-1));
  });

  it('finds none in a drawing without one', () => {
    expect(findCycle(flowOf(nodes, ['a>b', 'a>c', 'b>d', 'c>d']))).toBeUndefined();
  });
});

it('walks up and down without the step itself', () => {
  const flow = flowOf(nodes, ['a>b', 'b>c', 'a>d']);
  expect([...downstreamOf(flow, 'a')].sort()).toEqual(['b', 'c', 'd']);
  expect([...upstreamOf(flow, 'c')].sort()).toEqual(['a', 'b']);
});
