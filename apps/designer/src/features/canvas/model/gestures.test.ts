import { applyEdit, type Flow, type FlowEdge } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { CARD_WIDTH } from './geometry.ts';
import { addStep, deleteSelection } from './gestures.ts';
import { neighbour } from './neighbours.ts';
import { chain, definitionOf, testCatalogue } from './testing.ts';
import { tidyUp } from './tidy-edit.ts';

const short = (flow: Flow) => flow.edges.map(({ from, port, to }) => `${from}.${port}>${to}`);
const edge = (from: string, port: string, to: string): FlowEdge => ({ from, port, to });

describe('adding a step', () => {
  it('joins it to the port it was dragged from', () => {
    const flow = chain('a b');
    const { edit, id } = addStep(
      flow,
      definitionOf('fork'),
      {},
      { kind: 'port', from: 'b', port: 'out' },
      testCatalogue,
    );
    const next = applyEdit(flow, edit);
    expect(id).toBe('fork');
    expect(short(next)).toEqual(['a.out>b', 'b.out>fork']);
    expect(next.layout.nodes.fork).toEqual({ x: 560, y: 0 });
  });

  it('splits an edge and moves what follows one column to the right, nothing else', () => {
    const flow = chain('a b c');
    const { edit } = addStep(
      flow,
      definitionOf('fork'),
      {},
      { kind: 'edge', edge: edge('a', 'out', 'b') },
      testCatalogue,
    );
    const next = applyEdit(flow, edit);
    expect(short(next)).toEqual(['b.out>c', 'a.out>fork', 'fork.left>b']);
    expect(next.layout.nodes).toEqual({
      a: { x: 0, y: 0 },
      fork: { x: 280, y: 0 },
      b: { x: 560, y: 0 },
      c: { x: 840, y: 0 },
    });
  });

  it('gives fresh ids and names, and never covers another step', () => {
    let flow = chain('a');
    for (let count = 0; count < 3; count += 1) {
      flow = applyEdit(
        flow,
        addStep(flow, definitionOf('pass'), {}, { kind: 'place', at: { x: 300, y: 0 } }, testCatalogue).edit,
      );
    }
    expect(flow.nodes.map(({ id, name }) => [id, name])).toEqual([
      ['a', 'a'],
      ['pass', 'Pass'],
      ['pass-2', 'Pass 2'],
      ['pass-3', 'Pass 3'],
    ]);
    const places = flow.nodes.flatMap(({ id }) => flow.layout.nodes[id] ?? []);
    const overlaps = places.filter((one, index) =>
      places.some((two, at) => at < index && Math.abs(one.x - two.x) < CARD_WIDTH && Math.abs(one.y - two.y) < 100),
    );
    expect(overlaps).toEqual([]);
  });
});

describe('deleting', () => {
  it('takes the edges along', () => {
    const flow = chain('a b c');
    const edit = deleteSelection(flow, { nodes: ['b'], edges: [], notes: [] }, false);
    expect(edit && short(applyEdit(flow, edit))).toEqual([]);
  });

  it('heals the wire across all deleted steps, keeping the port it left from', () => {
    const flow = { ...chain('a b c d'), edges: [edge('a', 'out', 'b'), edge('b', 'out', 'c'), edge('c', 'out', 'd')] };
    const edit = deleteSelection(flow, { nodes: ['b', 'c'], edges: [], notes: [] }, true);
    expect(edit && short(applyEdit(flow, edit))).toEqual(['a.out>d']);
  });

  it('does nothing when nothing is selected', () => {
    expect(deleteSelection(chain('a'), { nodes: [], edges: [], notes: [] }, false)).toBeUndefined();
  });
});

describe('tidying up', () => {
  it('reads from left to right, ways of a fork below each other, the error way lowest', () => {
    const base = chain('a b c d e');
    const flow = {
      ...base,
      edges: [edge('a', 'out', 'b'), edge('b', 'error', 'e'), edge('b', 'left', 'c'), edge('b', 'right', 'd')],
      layout: { nodes: {}, notes: [] },
    };
    const edit = tidyUp(flow, []);
    const lanes = Object.entries(edit ? applyEdit(flow, edit).layout.nodes : {});
    expect(lanes.sort(([, p], [, q]) => p.x - q.x || p.y - q.y).map(([id]) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is one step of the history', () => {
    expect(tidyUp(chain('a b'), [])).toMatchObject({ type: 'batch', label: 'tidy up', edits: [{ type: 'node.move' }] });
  });
});

describe('arrow keys', () => {
  it('walk along the edges, and up and down to what lies there', () => {
    const base = chain('a b c');
    const flow = { ...base, layout: { ...base.layout, nodes: { ...base.layout.nodes, c: { x: 280, y: 160 } } } };
    expect([neighbour(flow, 'a', 'right'), neighbour(flow, 'b', 'left'), neighbour(flow, 'b', 'down')]).toEqual([
      'b',
      'a',
      'c',
    ]);
    expect(neighbour(flow, 'a', 'left')).toBeUndefined();
  });
});
