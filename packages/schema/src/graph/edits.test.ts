import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit, EditError } from './apply-edit.ts';
import type { FlowEdit } from './edits.ts';
import type { Flow } from './flow.ts';
import { invertEdit } from './invert-edit.ts';
import { edgeOf, flowOf, nodeOf } from './testing.ts';

const flow = flowOf(
  ['a', 'b', 'c'].map((id) => nodeOf(id)),
  ['a>b', 'b>c', 'a>c'],
);

describe('applyEdit', () => {
  it('removes a step together with its edges and its place', () => {
    const next = applyEdit(flow, { type: 'node.remove', node: 'b' });
    expect(next.nodes.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(next.edges).toEqual([edgeOf('a>c')]);
    expect(Object.keys(next.layout.nodes)).toEqual(['a', 'c']);
  });

  it('removes a scope together with its body', () => {
    const inside = flowOf(
      [nodeOf('a'), { ...nodeOf('b'), scope: 'c' }, nodeOf('c'), { ...nodeOf('d'), scope: 'b' }],
      ['a>c', 'c>b'],
    );
    const edit: FlowEdit = { type: 'node.remove', node: 'c' };
    const next = applyEdit(inside, edit);
    expect([next.nodes.map(({ id }) => id), next.edges]).toEqual([['a'], []]);
    expect(applyEdit(next, invertEdit(inside, edit))).toEqual(inside);
  });

  it('puts a step into a scope and takes it out again', () => {
    const inside = applyEdit(flow, { type: 'node.scope', node: 'b', scope: 'a' });
    expect(inside.nodes[1]).toEqual({ ...nodeOf('b'), scope: 'a' });
    expect(applyEdit(inside, { type: 'node.scope', node: 'b', scope: null })).toEqual(flow);
    expect(() => applyEdit(inside, { type: 'node.scope', node: 'a', scope: 'b' })).toThrow('cannot lie within itself');
  });

  it('folds bodies away in one order, whoever was first', () => {
    const fold = (at: Flow, node: string, collapsed = true) =>
      applyEdit(at, { type: 'node.collapse', node, collapsed });
    expect(fold(fold(flow, 'b'), 'a').layout.collapsed).toEqual(['a', 'b']);
    expect(fold(fold(flow, 'b'), 'b', false)).toEqual(flow);
  });

  it('keeps what leads to a step that another one takes the place of', () => {
    const next = applyEdit(flow, { type: 'node.replace', node: { ...nodeOf('b'), type: 'other' } });
    expect([next.nodes.map(({ type }) => type), next.edges, next.layout]).toEqual([
      [nodeOf('a').type, 'other', nodeOf('c').type],
      flow.edges,
      flow.layout,
    ]);
  });

  it('draws steps as a group and forgets it without a trace', () => {
    const group = { id: 'g', name: 'Pay', nodes: ['a', 'b'] };
    const grouped = applyEdit(flow, { type: 'group.put', group });
    expect(grouped.layout.groups).toEqual([group]);
    expect(applyEdit(grouped, { type: 'group.remove', group: 'g' })).toEqual(flow);
  });

  it('leaves the groups in a dissolved group in the group around it', () => {
    const group = (id: string, parent?: string) => ({ id, name: id, nodes: [], ...(parent && { parent }) });
    const nested = { ...flow, layout: { ...flow.layout, groups: [group('g'), group('h', 'g'), group('i', 'h')] } };
    const after = applyEdit(nested, { type: 'group.remove', group: 'h' });
    expect(after.layout.groups).toEqual([group('g'), group('i', 'g')]);
  });

  it('leaves the flow it was given as it was', () => {
    const before = structuredClone(flow);
    applyEdit(flow, { type: 'node.params', node: 'a', params: { count: 3 } });
    expect(flow).toEqual(before);
  });

  it.each<[string, FlowEdit]>([
    ['an unknown step', { type: 'node.rename', node: 'ghost', name: 'x' }],
    ['a taken id', { type: 'node.add', node: nodeOf('a') }],
    ['an edge that is drawn', { type: 'edge.add', edge: edgeOf('a>b') }],
    ['an edge that is not drawn', { type: 'edge.remove', edge: edgeOf('c>a') }],
    ['an edge to nowhere', { type: 'edge.add', edge: edgeOf('a>ghost') }],
    ['another step in the place of none', { type: 'node.replace', node: nodeOf('ghost') }],
    ['an unknown group', { type: 'group.remove', group: 'g' }],
    ['an unknown note', { type: 'note.remove', note: 'n' }],
  ])('refuses %s', (_, edit) => {
    expect(() => applyEdit(flow, edit)).toThrow(EditError);
  });
});

describe('invertEdit', () => {
  it('brings back a removed step exactly where it stood, edges in their order', () => {
    const edit: FlowEdit = { type: 'node.remove', node: 'b' };
    expect(applyEdit(applyEdit(flow, edit), invertEdit(flow, edit))).toEqual(flow);
  });

  it('takes back any gesture on any flow', () => {
    fc.assert(
      fc.property(fc.array(gesture, { minLength: 1, maxLength: 12 }), (gestures) => {
        const states: Flow[] = [flow];
        const inverses: FlowEdit[] = [];
        for (const edit of gestures) {
          const at = states.at(-1) as Flow;
          const next = tryApply(at, edit);
          if (!next) continue;
          inverses.push(invertEdit(at, edit));
          states.push(next);
        }
        for (let index = inverses.length - 1; index >= 0; index -= 1) {
          expect(applyEdit(states[index + 1] as Flow, inverses[index] as FlowEdit)).toEqual(states[index]);
        }
      }),
    );
  });
});

function tryApply(at: Flow, edit: FlowEdit): Flow | undefined {
  try {
    return applyEdit(at, edit);
  } catch (error) {
    if (error instanceof EditError) return undefined;
    throw error;
  }
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const place = fc.record({ x: fc.integer(), y: fc.integer() });
const edge = fc.record({ from: id, port: fc.constantFrom('out', 'error'), to: id });
const simple: fc.Arbitrary<FlowEdit> = fc.oneof(
  fc.record({
    type: fc.constant('node.add' as const),
    node: id.map((name) => nodeOf(name)),
    position: place,
    at: fc.nat(2),
  }),
  fc.record({ type: fc.constant('node.remove' as const), node: id }),
  fc.record({ type: fc.constant('node.rename' as const), node: id, name: fc.string({ minLength: 1 }) }),
  fc.record({ type: fc.constant('node.scope' as const), node: id, scope: fc.option(id) }),
  fc.record({ type: fc.constant('node.collapse' as const), node: id, collapsed: fc.boolean() }),
  fc.record({ type: fc.constant('node.params' as const), node: id, params: fc.constant({ count: 2 }) }),
  fc.record({ type: fc.constant('node.policy' as const), node: id, policy: fc.constant({ timeoutMs: 100 }) }),
  fc.record({
    type: fc.constant('node.samples' as const),
    node: id,
    samples: fc.array(fc.record({ id, name: id, input: fc.integer(), origin: fc.constant('pasted' as const) })),
  }),
  fc.record({
    type: fc.constant('node.pin' as const),
    node: id,
    sample: fc.option(fc.record({ input: fc.integer(), at: fc.constant('2026-11-27T08:00:00.000Z') })),
  }),
  fc.record({ type: fc.constant('node.move' as const), positions: fc.dictionary(id, fc.option(place)) }),
  fc.record({ type: fc.constant('edge.add' as const), edge, at: fc.nat(2) }),
  fc.record({ type: fc.constant('edge.remove' as const), edge }),
  fc.record({
    type: fc.constant('note.put' as const),
    note: fc.record({ id, text: fc.string(), x: fc.nat(), y: fc.nat(), width: fc.nat(), height: fc.nat() }),
  }),
  fc.record({ type: fc.constant('note.remove' as const), note: id }),
  fc.record({
    type: fc.constant('node.replace' as const),
    node: fc.tuple(id, id).map(([at, type]) => ({ ...nodeOf(at), type })),
  }),
  fc.record({
    type: fc.constant('group.put' as const),
    at: fc.nat(2),
    group: fc.record(
      { id, name: fc.string(), nodes: fc.array(id), collapsed: fc.boolean(), parent: id },
      { requiredKeys: ['id', 'name', 'nodes', 'collapsed'] },
    ),
  }),
  fc.record({ type: fc.constant('group.remove' as const), group: id }),
  fc.record({ type: fc.constant('flow.rename' as const), name: fc.string({ minLength: 1 }) }),
  fc.record({ type: fc.constant('flow.settings' as const), settings: fc.record({ owner: fc.string() }) }),
);
const gesture: fc.Arbitrary<FlowEdit> = fc.oneof(
  simple,
  fc.array(simple, { maxLength: 4 }).map((edits): FlowEdit => ({ type: 'batch', label: 'Gesture', edits })),
);
