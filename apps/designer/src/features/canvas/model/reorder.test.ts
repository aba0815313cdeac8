import { applyEdit, type Flow, type FlowEdge, invertEdit } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { moveAlong } from './reorder.ts';
import { chain, nodeOf } from './testing.ts';

const isStart = ({ type }: { readonly type: string }) => type === 'start';
const short = (edges: readonly FlowEdge[]) => edges.map(({ from, port, to }) => `${from}.${port}>${to}`).toSorted();
const moved = (flow: Flow, id: string, way: 'earlier' | 'later') => {
  const edit = moveAlong(flow, id, way, isStart);
  if (typeof edit === 'string') return edit;
  const next = applyEdit(flow, edit);
  expect(applyEdit(next, invertEdit(flow, edit))).toEqual(flow);
  return short(next.edges);
};

describe('moving a step along its way', () => {
  const flow = chain('a b c d');

  it('changes places with the step before, or behind, and the cards with it', () => {
    const expected = ['a.out>c', 'b.out>d', 'c.out>b'];
    expect(moved(flow, 'c', 'earlier')).toEqual(expected);
    expect(moved(flow, 'b', 'later')).toEqual(expected);
    const edit = moveAlong(flow, 'c', 'earlier', isStart);
    const { nodes } = typeof edit === 'string' ? flow.layout : applyEdit(flow, edit).layout;
    expect([nodes.b, nodes.c]).toEqual([flow.layout.nodes.c, flow.layout.nodes.b]);
  });

  it('takes error ways and branches along', () => {
    const edges = [...flow.edges, { from: 'b', port: 'error', to: 'd' }, { from: 'c', port: 'error', to: 'd' }];
    expect(moved({ ...flow, edges }, 'c', 'earlier')).toEqual([
      'a.out>c',
      'b.error>d',
      'b.out>d',
      'c.error>d',
      'c.out>b',
    ]);
  });

  it('says why it cannot', () => {
    expect(moved(flow, 'b', 'earlier')).toBe('“a” is a start: it stays first.');
    expect(moved(flow, 'd', 'later')).toBe('Nothing follows this step.');
    const joined = { ...flow, edges: [...flow.edges, { from: 'a', port: 'out', to: 'c' }] };
    expect(moved(joined, 'c', 'earlier')).toBe(
      'Several ways lead to this step: it cannot change places with one of them.',
    );
    const inside = { ...flow, nodes: flow.nodes.with(2, { ...nodeOf('c'), scope: 'b' }) };
    expect(moved(inside, 'c', 'earlier')).toBe('“b” lies in another frame.');
  });
});
