import { applyEdit, type Flow, invertEdit } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { NOTHING_SELECTED } from '../../../stores/selection-slice.ts';
import { createEdgeBuilder } from './canvas-edges.ts';
import { createNodeBuilder } from './canvas-nodes.ts';
import { foldedAround, hiddenIn, scopeToFold, stepsInside } from './fold.ts';
import { framesOf } from './frames.ts';
import { moveSteps } from './gestures.ts';
import { placesOf } from './places.ts';
import { chain, nodeOf, testCatalogue } from './testing.ts';

/** start > outer > after; in outer: a > inner; in inner: b. */
const open: Flow = {
  ...chain('start outer after'),
  nodes: [
    nodeOf('start', 'start'),
    nodeOf('outer', 'each'),
    nodeOf('after'),
    { ...nodeOf('a'), scope: 'outer' },
    { ...nodeOf('inner', 'each'), scope: 'outer' },
    { ...nodeOf('b'), scope: 'inner' },
  ],
  edges: [
    { from: 'start', port: 'out', to: 'outer' },
    { from: 'outer', port: 'done', to: 'after' },
    { from: 'outer', port: 'each', to: 'a' },
    { from: 'a', port: 'out', to: 'inner' },
    { from: 'inner', port: 'each', to: 'b' },
  ],
  layout: {
    notes: [],
    nodes: {
      start: { x: 0, y: 0 },
      outer: { x: 280, y: 0 },
      after: { x: 560, y: 0 },
      a: { x: 560, y: 200 },
      inner: { x: 840, y: 200 },
      b: { x: 1120, y: 400 },
    },
  },
};
const fold = (flow: Flow, node: string) => applyEdit(flow, { type: 'node.collapse', node, collapsed: true });
const drawn = (flow: Flow, selected: readonly string[] = []) => {
  const shown = foldedAround(flow, selected);
  const nodes = createNodeBuilder()({
    flow: shown,
    catalogue: testCatalogue,
    mode: 'design',
    editable: true,
    selection: { ...NOTHING_SELECTED, nodes: selected },
    drag: {},
    issues: {},
  });
  const edges = createEdgeBuilder()(shown, NOTHING_SELECTED, true);
  return {
    nodes: nodes.map(({ id }) => id),
    edges: edges.map(({ source, target }) => `${source}>${target}`),
    all: nodes,
  };
};

describe('a folded scope', () => {
  it('draws neither its steps nor their edges; what leads into it ends at its frame, as large as a card', () => {
    const { nodes, edges, all } = drawn(fold(open, 'outer'));
    expect(nodes).toEqual(['frame:outer', 'start', 'outer', 'after']);
    expect(edges).toEqual(['start>outer', 'outer>after', 'outer>frame:outer']);
    const frame = all.find(({ id }) => id === 'frame:outer');
    expect(frame).toMatchObject({ position: { x: 560, y: 200 }, data: { folded: '3 steps' }, handles: [{ id: 'in' }] });
    expect(all.find(({ id }) => id === 'outer')?.ariaLabel).toBe('outer, step 2 of 6, 3 steps folded away inside');
  });

  it('in another one is a card of it', () => {
    const { nodes, edges } = drawn(fold(open, 'inner'));
    expect(nodes).toEqual(['frame:outer', 'frame:inner', 'start', 'outer', 'after', 'a', 'inner']);
    expect(edges).toContain('inner>frame:inner');
    const [outer] = framesOf(fold(open, 'inner'), placesOf(open), testCatalogue);
    const [wide] = framesOf(open, placesOf(open), testCatalogue);
    expect(outer?.height).toBeLessThan(wide?.height ?? 0);
  });

  it('is open as long as a step in it is selected, and folded again after that', () => {
    const flow = fold(fold(open, 'inner'), 'outer');
    expect(drawn(flow, ['b']).nodes).toContain('b');
    expect(drawn(flow, ['a']).nodes).toContain('a');
    expect(drawn(flow, ['a']).nodes).not.toContain('b');
    expect(drawn(flow, ['outer']).nodes).not.toContain('a');
    expect(foldedAround(flow, ['start'])).toBe(flow);
  });

  it('is unfolded by undo', () => {
    const edit = { type: 'node.collapse', node: 'outer', collapsed: true } as const;
    expect(applyEdit(applyEdit(open, edit), invertEdit(open, edit))).toEqual(open);
  });

  it('takes a step that is dropped on its frame, and none that is dropped where its steps would be', () => {
    const folded = fold(open, 'outer');
    const into = (at: { x: number; y: number }) =>
      moveSteps(folded, { after: at }, testCatalogue).some(({ type }) => type === 'node.scope');
    expect(into({ x: 560, y: 200 })).toBe(true);
    expect(into({ x: 1120, y: 400 })).toBe(false);
  });
});

describe('what is folded', () => {
  it('is counted with what lies deeper', () => {
    expect(stepsInside(open, 'outer')).toBe('3 steps');
    expect(stepsInside(open, 'inner')).toBe('1 step');
    expect([...hiddenIn(fold(open, 'inner'))]).toEqual(['b']);
    expect(hiddenIn(open).size).toBe(0);
  });

  it('is the selected scope, or the one around the selected step', () => {
    const isScope = (type: string) => testCatalogue.get(type)?.scope !== undefined;
    expect(scopeToFold(open, 'outer', isScope)).toBe('outer');
    expect(scopeToFold(open, 'b', isScope)).toBe('inner');
    expect(scopeToFold(open, 'start', isScope)).toBeUndefined();
  });
});
