import { applyEdit, type Flow, type FlowEdit, invertEdit } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { NOTHING_SELECTED } from '../../../stores/selection-slice.ts';
import { createEdgeBuilder } from './canvas-edges.ts';
import { copySteps, pasteSteps } from './clipboard.ts';
import { foldedAround, hiddenIn } from './fold.ts';
import { framesOf } from './frames.ts';
import { addStep, deleteSelection, rescope } from './gestures.ts';
import { groupBoxes } from './group-boxes.ts';
import { changeGroup, groupSteps, ungroup, unitsOf } from './group-edits.ts';
import { groupsOf } from './groups.ts';
import { placesOf } from './places.ts';
import { chain, definitionOf, nodeOf, testCatalogue } from './testing.ts';

const done = (flow: Flow, edit: FlowEdit | undefined): Flow => {
  if (edit === undefined) throw new Error('nothing to do');
  const next = applyEdit(flow, edit);
  expect(applyEdit(next, invertEdit(flow, edit))).toEqual(flow);
  return next;
};
const grouped = (flow: Flow, ids: readonly string[]): Flow => {
  const made = groupSteps(flow, ids);
  if ('refusal' in made) throw new Error(made.refusal);
  return done(flow, made.edit);
};
const folded = (flow: Flow): Flow =>
  groupsOf(flow).reduce((at, group) => done(at, changeGroup(group, { collapsed: true })), flow);
const edges = (flow: Flow) =>
  createEdgeBuilder()(flow, NOTHING_SELECTED, true).map(
    ({ source, sourceHandle, target }) => `${source}.${sourceHandle}>${target}`,
  );
const boxes = (flow: Flow) => {
  const places = placesOf(flow);
  return groupBoxes(flow, { places, frames: framesOf(flow, places, testCatalogue), catalogue: testCatalogue });
};

describe('a group', () => {
  const flow = grouped(chain('a b c d'), ['c', 'b']);

  it('holds the selected steps in the order of the flow, and lies around them', () => {
    expect(groupsOf(flow)).toEqual([{ id: 'group', name: 'Group', nodes: ['b', 'c'] }]);
    const [box] = boxes(flow);
    expect(box && [box.x < 280, box.x + box.width > 560 + 232, box.count]).toEqual([true, true, 2]);
  });

  it('takes its steps out of the groups they were in, and leaves no empty one', () => {
    expect(groupsOf(grouped(flow, ['c', 'd'])).map(({ nodes }) => nodes)).toEqual([['b'], ['c', 'd']]);
    const both = grouped(grouped(chain('a b c d e'), ['b', 'c']), ['c', 'd']);
    expect(groupsOf(grouped(both, ['a', 'c', 'e'])).map(({ nodes }) => nodes)).toEqual([['b'], ['d'], ['a', 'c', 'e']]);
  });

  it('is refused for steps of different frames, and takes the body of a scope along', () => {
    const scoped: Flow = {
      ...chain('a b'),
      nodes: [nodeOf('a', 'start'), nodeOf('b', 'each'), { ...nodeOf('in'), scope: 'b' }],
    };
    expect(groupSteps(scoped, ['a', 'in'])).toEqual({ refusal: 'The steps of a group lie in the same frame.' });
    const whole = grouped(scoped, ['b', 'in']);
    expect([groupsOf(whole)[0]?.nodes, boxes(whole)[0]?.count]).toEqual([['b'], 2]);
  });

  it('folds into one card with the ways in and out', () => {
    const one = folded(flow);
    expect([...hiddenIn(one)]).toEqual(['b', 'c']);
    expect(edges(one)).toEqual(['a.out>group:group', 'group:group.out>d']);
    expect(boxes(one)).toMatchObject([{ x: 280, y: 0, count: 2 }]);
  });

  it('is open while some of its steps are selected, and stays folded while it is selected itself', () => {
    const one = folded(flow);
    expect([...hiddenIn(foldedAround(one, ['b']))]).toEqual([]);
    expect([...hiddenIn(foldedAround(one, ['b', 'c']))]).toEqual(['b', 'c']);
    expect(unitsOf(one, ['b', 'c', 'd'])).toMatchObject({ groups: [{ id: 'group' }], steps: ['d'] });
  });

  it('hides what lies in the body of a scope of it, edges too', () => {
    const scoped: Flow = {
      ...chain('a b c'),
      nodes: [nodeOf('a', 'start'), nodeOf('b', 'each'), nodeOf('c'), { ...nodeOf('in'), scope: 'b' }],
      edges: [
        { from: 'a', port: 'out', to: 'b' },
        { from: 'b', port: 'done', to: 'c' },
        { from: 'b', port: 'each', to: 'in' },
      ],
    };
    const one = folded(grouped(scoped, ['b']));
    expect([[...hiddenIn(one)], edges(one)]).toEqual([
      ['b', 'in'],
      ['a.out>group:group', 'group:group.out>c'],
    ]);
  });

  it('forgets deleted steps, is gone with the last, and learns a step inserted between two of its own', () => {
    const without = (ids: string[]) => done(flow, deleteSelection(flow, { nodes: ids, edges: [], notes: [] }, false));
    expect([groupsOf(without(['b']))[0]?.nodes, groupsOf(without(['b', 'c']))]).toEqual([['c'], []]);
    const edge = { from: 'b', port: 'out', to: 'c' };
    const { edit } = addStep(flow, definitionOf('fork'), {}, { kind: 'edge', edge }, testCatalogue);
    expect(groupsOf(done(flow, edit))[0]?.nodes).toEqual(['b', 'c', 'fork']);
  });

  it('is copied with its steps, and dissolved without touching them', () => {
    const clip = copySteps(flow, { ...NOTHING_SELECTED, nodes: ['b', 'c'] });
    const next = clip && done(flow, pasteSteps(flow, clip, { x: 0, y: 400 }).edit);
    expect(next && groupsOf(next)[1]).toEqual({ id: 'group-2', name: 'Group', nodes: ['b-2', 'c-2'] });
    expect(done(flow, ungroup(flow, ['b']))).toEqual(chain('a b c d'));
  });

  it('lets go of steps that are drawn into another frame', () => {
    const scoped = { ...flow, nodes: [...flow.nodes, nodeOf('each', 'each')] };
    const batch: FlowEdit = { type: 'batch', label: 'move', edits: [...rescope(scoped, { c: 'each' })] };
    expect(groupsOf(done(scoped, batch))[0]?.nodes).toEqual(['b']);
  });
});
