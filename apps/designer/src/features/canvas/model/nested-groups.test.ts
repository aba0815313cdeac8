import { applyEdit, type Flow, type FlowEdit, invertEdit, validateFlow } from '@lockstep/schema/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_SELECTED } from '../../../stores/selection-slice.ts';
import { createEdgeBuilder } from './canvas-edges.ts';
import { copySteps, pasteSteps } from './clipboard.ts';
import { elkGraph } from './elk-graph.ts';
import { foldedAround, foldedInto } from './fold.ts';
import { framesOf } from './frames.ts';
import { addStep, deleteSelection, moveSteps, rescope } from './gestures.ts';
import { groupBoxes } from './group-boxes.ts';
import { changeGroup, groupSteps, takeOutOfGroups, ungroup } from './group-edits.ts';
import { groupsOf } from './groups.ts';
import { placesOf } from './places.ts';
import { chain, definitionOf, nodeOf, testCatalogue } from './testing.ts';

const done = (flow: Flow, edit: FlowEdit | undefined): Flow => {
  if (edit === undefined) throw new Error('nothing to do');
  const next = applyEdit(flow, edit);
  expect(applyEdit(next, invertEdit(flow, edit))).toEqual(flow);
  return next;
};
const grouped = (flow: Flow, ids: string): Flow => {
  const made = groupSteps(flow, ids.split(' '));
  if ('refusal' in made) throw new Error(made.refusal);
  return done(flow, made.edit);
};
const folded = (flow: Flow, id: string): Flow => {
  const group = groupsOf(flow).find((one) => one.id === id);
  if (group === undefined) throw new Error(`no group ${id}`);
  return done(flow, changeGroup(group, { collapsed: true }));
};
/** `group: b e` and, in it, `group-2 < group: c d`. */
const drawn = (flow: Flow) =>
  groupsOf(flow).map(({ id, parent, nodes }) => `${id}${parent ? ` < ${parent}` : ''}: ${nodes.join(' ')}`);
const boxes = (flow: Flow) => {
  const places = placesOf(flow);
  return groupBoxes(flow, { places, frames: framesOf(flow, places, testCatalogue), catalogue: testCatalogue });
};
const nested = grouped(grouped(chain('a b c d e f'), 'b c d e'), 'c d');

describe('a group in a group', () => {
  it('is made of steps within one, and of a whole group with what is around it', () => {
    expect(drawn(nested)).toEqual(['group: b e', 'group-2 < group: c d']);
    expect(drawn(grouped(grouped(chain('a b c d'), 'b c'), 'b c d'))).toEqual(['group < group-2: b c', 'group-2: d']);
    expect(groupSteps(nested, ['c', 'd'])).toEqual({ refusal: 'They are a group already: “Group 2”.' });
  });

  it('lies within the group around it, which holds its steps, too', () => {
    const [outer, inner] = boxes(nested);
    if (outer === undefined || inner === undefined) throw new Error('two boxes');
    expect([outer.count, inner.count, outer.level, inner.level]).toEqual([4, 2, 0, 1]);
    expect(inner.y > outer.y && inner.y + inner.height < outer.y + outer.height).toBe(true);
    expect(
      boxes(done(nested, deleteSelection(nested, { ...NOTHING_SELECTED, nodes: ['b', 'e'] }, false))),
    ).toHaveLength(2);
  });

  it('folds by itself, and away with the group around it, whose card the ways then end at', () => {
    const inner = folded(nested, 'group-2');
    expect([...foldedInto(inner)].map(([id, { id: group }]) => `${id} in ${group}`)).toEqual([
      'c in group-2',
      'd in group-2',
    ]);
    const both = folded(inner, 'group');
    expect([...new Set([...foldedInto(both).values()].map(({ id }) => id))]).toEqual(['group']);
    expect(boxes(both).map(({ group }) => group.id)).toEqual(['group']);
    const edges = createEdgeBuilder()(both, NOTHING_SELECTED, true);
    expect(edges.map(({ source, target }) => `${source} ${target}`)).toEqual(['a group:group', 'group:group f']);
    // A step inside is selected: both are open; the inner group is: only the outer.
    expect(foldedInto(foldedAround(both, ['c'])).size).toBe(0);
    expect([...foldedInto(foldedAround(both, ['c', 'd'])).keys()]).toEqual(['c', 'd']);
  });

  it('is dissolved into the group around it, and the group around it without it', () => {
    expect(drawn(done(nested, ungroup(nested, ['c', 'd'])))).toEqual(['group: b e c d']);
    expect(drawn(done(nested, ungroup(nested, ['b', 'c', 'd', 'e'])))).toEqual(['group-2: c d']);
    expect(drawn(done(nested, ungroup(nested, ['b', 'c'])))).toEqual([]);
  });

  it('is taken out by one group at a time, and so are its steps', () => {
    expect(drawn(done(nested, takeOutOfGroups(nested, ['c'])))).toEqual(['group: b e c', 'group-2 < group: d']);
    expect(drawn(done(nested, takeOutOfGroups(nested, ['c', 'd'])))).toEqual(['group: b e', 'group-2: c d']);
  });

  it('is gone with its last step, and then the group around it', () => {
    const without = (nodes: string[]) => done(nested, deleteSelection(nested, { ...NOTHING_SELECTED, nodes }, false));
    expect(drawn(without(['c', 'd']))).toEqual(['group: b e']);
    expect(drawn(without(['b', 'e']))).toEqual(['group: ', 'group-2 < group: c d']);
    expect(drawn(without(['b', 'c', 'd', 'e']))).toEqual([]);
  });

  it('is copied in its group, and by itself', () => {
    const pasted = (nodes: string[]) => {
      const clip = copySteps(nested, { ...NOTHING_SELECTED, nodes });
      return clip && drawn(done(nested, pasteSteps(nested, clip, { x: 0, y: 900 }).edit)).slice(2);
    };
    expect(pasted(['b', 'c', 'd', 'e'])).toEqual(['group-3: b-2 e-2', 'group-4 < group-3: c-2 d-2']);
    expect(pasted(['c', 'd'])).toEqual(['group-3: c-2 d-2']);
  });

  it('is tidied up as a box in a box', () => {
    const { children = [] } = elkGraph(nested, testCatalogue, placesOf(nested));
    const outer = children.find(({ id }) => id === 'group group');
    expect(outer?.children?.map(({ id }) => id)).toEqual(['b', 'e', 'group group-2']);
    expect(outer?.children?.at(-1)?.children?.map(({ id }) => id)).toEqual(['c', 'd']);
  });

  it('leaves the group around it when all of it is drawn into another frame', () => {
    const scoped = { ...nested, nodes: [...nested.nodes, nodeOf('each', 'each')] };
    const edits = rescope(scoped, { c: 'each', d: 'each' });
    expect(drawn(done(scoped, { type: 'batch', label: 'move', edits: [...edits] }))).toEqual([
      'group: b e',
      'group-2: c d',
    ]);
    const one = rescope(scoped, { c: 'each' });
    expect(drawn(done(scoped, { type: 'batch', label: 'move', edits: [...one] }))).toEqual([
      'group: b e',
      'group-2 < group: d',
    ]);
  });
});

describe('a step that is let go', () => {
  const added = (at: { x: number; y: number }) =>
    drawn(
      done(nested, addStep(nested, definitionOf('pass'), {}, { kind: 'place', at, exact: true }, testCatalogue).edit),
    );
  const moved = (places: Readonly<Record<string, { x: number; y: number }>>, flow = nested) =>
    drawn(done(flow, { type: 'batch', label: 'move', edits: [...moveSteps(flow, places, testCatalogue)] }));

  it('joins the innermost group under it', () => {
    expect(added({ x: 700, y: 20 })).toEqual(['group: b e', 'group-2 < group: c d pass']);
    expect(added({ x: 300, y: 20 })).toEqual(['group: b e pass', 'group-2 < group: c d']);
    expect(added({ x: 700, y: 900 })).toEqual(drawn(nested));
    expect(moved({ f: { x: 700, y: 20 } })).toEqual(['group: b e', 'group-2 < group: c d f']);
    expect(moved({ b: { x: 700, y: 20 } })).toEqual(['group: e', 'group-2 < group: c d b']);
  });

  it('stays in its group within reach of it, and anywhere where there is no other', () => {
    expect(moved({ c: { x: 400, y: 20 } })).toEqual(drawn(nested));
    expect(moved({ c: { x: 0, y: 3000 } })).toEqual(drawn(nested));
  });

  it('takes its whole group along into another, and stays out of folded ones', () => {
    const apart = grouped(grouped(chain('a b c d e f'), 'b c'), 'e f');
    const onto = { e: { x: 300, y: 20 }, f: { x: 400, y: 20 } };
    expect(moved(onto, apart)).toEqual(['group: b c', 'group-2 < group: e f']);
    expect(moved(onto, folded(apart, 'group'))).toEqual(['group: b c', 'group-2: e f']);
  });
});

it('whatever is done to groups is undone whole, and leaves a sound drawing', () => {
  const steps = ['a', 'b', 'c', 'd', 'e', 'f'];
  const gesture = fc.record({
    kind: fc.constantFrom('group', 'ungroup', 'out', 'delete', 'move', 'fold', 'add'),
    nodes: fc.subarray(steps, { minLength: 1 }),
    x: fc.integer({ min: 0, max: 1500 }),
    y: fc.integer({ min: -50, max: 200 }),
  });
  const editOf = (flow: Flow, { kind, nodes, x, y }: { kind: string; nodes: string[]; x: number; y: number }) => {
    const there = nodes.filter((id) => flow.nodes.some((node) => node.id === id));
    const made = groupSteps(flow, there);
    const [group] = groupsOf(flow);
    const edits = () =>
      moveSteps(flow, Object.fromEntries(there.map((id, at) => [id, { x: x + at * 60, y }])), testCatalogue);
    if (kind === 'group') return 'edit' in made ? made.edit : undefined;
    if (kind === 'ungroup') return ungroup(flow, there);
    if (kind === 'out') return takeOutOfGroups(flow, there);
    if (kind === 'delete') return deleteSelection(flow, { ...NOTHING_SELECTED, nodes: there.slice(0, 1) }, true);
    if (kind === 'move') return { type: 'batch' as const, label: 'move', edits: [...edits()] };
    if (kind === 'fold') return group && changeGroup(group, { collapsed: group.collapsed !== true });
    return addStep(flow, definitionOf('pass'), {}, { kind: 'place', at: { x, y } }, testCatalogue).edit;
  };
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 12 }), (gestures) => {
      let flow: Flow = chain(steps.join(' '));
      for (const one of gestures) {
        const edit = editOf(flow, one);
        if (edit !== undefined) flow = done(flow, edit);
        const memberships = groupsOf(flow).flatMap(({ nodes }) => nodes);
        expect(new Set(memberships).size).toBe(memberships.length);
        expect(boxes(flow).length).toBeLessThanOrEqual(groupsOf(flow).length);
        const ids = validateFlow(flow, testCatalogue).filter(({ code }) => code.startsWith('group'));
        expect(ids).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});
