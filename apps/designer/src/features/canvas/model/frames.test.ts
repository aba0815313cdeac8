import { applyEdit, byId, type Flow, staysInScope } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { copySteps, pasteSteps } from './clipboard.ts';
import { type Frame, framesOf } from './frames.ts';
import { addStep, deleteSelection, moveSteps, nudge } from './gestures.ts';
import { outlineOf } from './outline.ts';
import { placesOf } from './places.ts';
import { chain, definitionOf, nodeOf, testCatalogue } from './testing.ts';
import { tidyUp } from './tidy-edit.ts';

/** start > loop > after, with `a > b` in the body of loop. */
function looped(): Flow {
  const base = chain('start loop after');
  return {
    ...base,
    nodes: [
      nodeOf('start', 'start'),
      nodeOf('loop', 'each'),
      nodeOf('after'),
      { ...nodeOf('a'), scope: 'loop' },
      { ...nodeOf('b'), scope: 'loop' },
    ],
    edges: [
      { from: 'start', port: 'out', to: 'loop' },
      { from: 'loop', port: 'done', to: 'after' },
      { from: 'loop', port: 'each', to: 'a' },
      { from: 'a', port: 'out', to: 'b' },
    ],
    layout: {
      notes: [],
      nodes: {
        start: { x: 0, y: 0 },
        loop: { x: 280, y: 0 },
        after: { x: 560, y: 0 },
        a: { x: 560, y: 200 },
        b: { x: 840, y: 200 },
      },
    },
  };
}

const scopesIn = (flow: Flow) => Object.fromEntries(flow.nodes.map(({ id, scope }) => [id, scope]));
const wires = (flow: Flow) => flow.edges.map(({ from, port, to }) => `${from}.${port}>${to}`);
const after = (flow: Flow, moved: Parameters<typeof moveSteps>[1], held?: readonly string[]) =>
  moveSteps(flow, moved, testCatalogue, held).reduce(applyEdit, flow);
const frames = (flow: Flow) => framesOf(flow, placesOf(flow), testCatalogue);

describe('a frame', () => {
  it('goes around all steps of the body, and around the frames in it', () => {
    const flow = looped();
    const nested: Flow = {
      ...flow,
      nodes: flow.nodes.map((node) => (node.id === 'b' ? { ...node, type: 'each' } : node)),
    };
    const [outer, inner] = frames(nested);
    expect([outer?.scope, inner?.scope, inner?.isEmpty]).toEqual(['loop', 'b', true]);
    const contains = (box: Frame, other: Frame) =>
      box.x < other.x &&
      box.y < other.y &&
      box.x + box.width > other.x + other.width &&
      box.y + box.height > other.y + other.height;
    expect(outer && inner && contains(outer, inner)).toBe(true);
  });

  it('is a place for the first step while the body is empty', () => {
    const flow = chain('start loop');
    const empty = { ...flow, nodes: [nodeOf('start', 'start'), nodeOf('loop', 'each')] };
    const { edit, id } = addStep(
      empty,
      definitionOf('pass'),
      {},
      { kind: 'port', from: 'loop', port: 'each' },
      testCatalogue,
    );
    const next = applyEdit(empty, edit);
    expect(scopesIn(next)).toMatchObject({ [id]: 'loop' });
    expect(next.layout.nodes[id]).toEqual({ x: 560, y: 200 });
  });
});

describe('a step becomes part of a body', () => {
  const add = (target: Parameters<typeof addStep>[3]) => {
    const flow = looped();
    const { edit, id } = addStep(flow, definitionOf('pass'), {}, target, testCatalogue);
    const next = applyEdit(flow, edit);
    expect(next.edges.filter((edge) => !staysInScope(edge, byId(next.nodes)))).toEqual([]);
    return scopesIn(next)[id];
  };

  it('behind one of its steps, in one of its wires, or dropped in its frame; not behind the scope', () => {
    expect(add({ kind: 'port', from: 'b', port: 'out' })).toBe('loop');
    expect(add({ kind: 'edge', edge: { from: 'loop', port: 'each', to: 'a' } })).toBe('loop');
    expect(add({ kind: 'edge', edge: { from: 'a', port: 'out', to: 'b' } })).toBe('loop');
    expect(add({ kind: 'place', at: { x: 700, y: 210 }, exact: true })).toBe('loop');
    expect(add({ kind: 'port', from: 'loop', port: 'done' })).toBeUndefined();
    expect(add({ kind: 'edge', edge: { from: 'loop', port: 'done', to: 'after' } })).toBeUndefined();
  });

  it('dragged into its frame, letting go of what it was joined to outside', () => {
    const next = after(looped(), { after: { x: 600, y: 260 } });
    expect(scopesIn(next).after).toBe('loop');
    expect(wires(next)).not.toContain('loop.done>after');
  });

  it('never a start', () => {
    expect(scopesIn(after(looped(), { start: { x: 600, y: 260 } })).start).toBeUndefined();
  });
});

describe('moving', () => {
  it('keeps a step that is moved a little, and lets one go that is drawn far out', () => {
    expect(scopesIn(after(looped(), { b: { x: 1000, y: 240 } })).b).toBe('loop');
    const next = after(looped(), { b: { x: 840, y: 700 } });
    expect(scopesIn(next).b).toBeUndefined();
    expect(wires(next)).not.toContain('a.out>b');
    expect(wires(after(looped(), { a: { x: 560, y: 900 } }))).not.toContain('loop.each>a');
  });

  it('takes the body along with its scope, by pointer and by key', () => {
    const moved = after(looped(), { loop: { x: 280, y: 1000 } });
    expect([moved.layout.nodes.a, scopesIn(moved).a]).toEqual([{ x: 560, y: 1200 }, 'loop']);
    const nudged = nudge(looped(), ['loop'], { x: 20, y: 0 });
    expect(nudged && applyEdit(looped(), nudged).layout.nodes.b).toEqual({ x: 860, y: 200 });
  });

  it('keeps everything in a frame that is dragged itself', () => {
    const next = after(looped(), { a: { x: 560, y: 1200 }, b: { x: 840, y: 1200 } }, ['loop']);
    expect(scopesIn(next)).toEqual(scopesIn(looped()));
  });
});

it('is deleted with its body, also where steps of it are selected too', () => {
  const flow = looped();
  const edit = deleteSelection(flow, { nodes: ['a', 'loop'], edges: [], notes: [] }, true);
  expect(edit).toMatchObject({ label: 'delete “loop”' });
  const next = edit && applyEdit(flow, edit);
  expect(next && [next.nodes.map(({ id }) => id), wires(next)]).toEqual([['start', 'after'], ['start.out>after']]);
});

it('is copied with its body; a step alone goes where it is put', () => {
  const flow = looped();
  const clip = copySteps(flow, { nodes: ['loop'], edges: [], notes: [] });
  const next = clip ? applyEdit(flow, pasteSteps(flow, clip, { x: 0, y: 900 }).edit) : flow;
  expect(scopesIn(next)).toMatchObject({ 'loop-2': undefined, 'a-2': 'loop-2', 'b-2': 'loop-2' });
  expect(wires(next)).toEqual(expect.arrayContaining(['loop-2.each>a-2', 'a-2.out>b-2']));
  const alone = copySteps(flow, { nodes: ['b'], edges: [], notes: [] });
  const pasted = (scope: string | undefined) =>
    alone && scopesIn(applyEdit(flow, pasteSteps(flow, alone, { x: 0, y: 900 }, { scopeOf: () => scope }).edit))['b-2'];
  expect([pasted(undefined), pasted('loop')]).toEqual([undefined, 'loop']);
});

it('is tidied up below its scope, clear of the lanes around it', () => {
  const flow = looped();
  const more: Flow = {
    ...flow,
    nodes: [...flow.nodes, nodeOf('low')],
    edges: [...flow.edges, { from: 'loop', port: 'error', to: 'low' }],
    layout: { nodes: {}, notes: [] },
  };
  const edit = tidyUp(more, []);
  const next = edit ? applyEdit(more, edit) : more;
  const [frame] = frames(next);
  const place = (id: string) => next.layout.nodes[id] ?? { x: 0, y: 0 };
  expect(place('a')).toEqual({ x: place('loop').x + 280, y: place('loop').y + 200 });
  expect(place('low').y).toBeGreaterThan((frame?.y ?? 0) + (frame?.height ?? 0));
  expect(place('after').y + 118).toBeLessThan(frame?.y ?? 0);
});

it('stands in the outline with its body one level deeper, and what follows after it', () => {
  const rows = outlineOf(looped(), testCatalogue).map(({ id, depth }) => `${' '.repeat(depth)}${id}`);
  expect(rows).toEqual(['start', 'loop', ' a', ' b', 'after']);
});
