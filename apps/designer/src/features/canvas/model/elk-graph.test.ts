import { catalogue } from '@lockstep/nodes/catalogue';
import { samples } from '@lockstep/nodes/samples';
import { applyEdit, type Flow } from '@lockstep/schema/graph';
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { elkGraph, placesIn, type TidyOptions } from './elk-graph.ts';
import { cardBox, framesOf } from './frames.ts';
import { groupBoxes } from './group-boxes.ts';
import { placesOf } from './places.ts';
import { chain, nodeOf, testCatalogue } from './testing.ts';
import { tidyEdit, tidySubject } from './tidy-edit.ts';

const elk = new ELK();
async function tidied(
  flow: Flow,
  types = catalogue,
  selected: string[] = [],
  options: TidyOptions = {},
): Promise<Flow> {
  const laidOut = await elk.layout(elkGraph(tidySubject(flow, selected), types, placesOf(flow), options));
  const edit = tidyEdit(flow, placesIn(laidOut));
  return edit === undefined ? flow : applyEdit(flow, edit);
}
const at = (flow: Flow, id: string) => placesOf(flow)[id] ?? { x: Number.NaN, y: Number.NaN };

/** Pairs of cards that cover each other. */
function covered(flow: Flow): readonly string[] {
  const places = placesOf(flow);
  const boxes = flow.nodes.map((node) => ({
    id: node.id,
    ...cardBox(node, places[node.id] ?? { x: 0, y: 0 }, catalogue),
  }));
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} ${b.id}`),
  );
}

describe('tidying up by ELK', () => {
  it('lays every sample out from left to right, and no card covers another', async () => {
    for (const flow of samples) {
      const next = await tidied(flow);
      expect([flow.id, covered(next)]).toEqual([flow.id, []]);
      const back = flow.edges.filter(({ from, to }) => at(next, from).x >= at(next, to).x);
      expect([flow.id, back]).toEqual([flow.id, []]);
    }
  });

  it('keeps the ways of a fork in the order of their ports, the error way lowest', async () => {
    const base = chain('a b c d e');
    const edge = (from: string, port: string, to: string) => ({ from, port, to });
    const flow: Flow = {
      ...base,
      nodes: base.nodes.with(1, nodeOf('b', 'fork')),
      edges: [edge('a', 'out', 'b'), edge('b', 'error', 'e'), edge('b', 'right', 'd'), edge('b', 'left', 'c')],
    };
    const next = await tidied(flow, testCatalogue);
    expect(['c', 'd', 'e'].toSorted((p, q) => at(next, p).y - at(next, q).y)).toEqual(['c', 'd', 'e']);
  });

  it('keeps bodies together in a frame that no other step lies in, and groups likewise', async () => {
    const base = chain('a loop x y z');
    const flow: Flow = {
      ...base,
      nodes: [
        nodeOf('a', 'start'),
        nodeOf('loop', 'each'),
        nodeOf('x'),
        nodeOf('y'),
        nodeOf('z'),
        { ...nodeOf('in'), scope: 'loop' },
      ],
      edges: [
        { from: 'a', port: 'out', to: 'loop' },
        { from: 'loop', port: 'each', to: 'in' },
        { from: 'loop', port: 'done', to: 'x' },
        { from: 'x', port: 'out', to: 'y' },
        { from: 'x', port: 'out', to: 'z' },
      ],
      layout: { nodes: {}, notes: [], groups: [{ id: 'g', name: 'G', nodes: ['x', 'y'] }] },
    };
    const next = await tidied(flow, testCatalogue);
    const places = placesOf(next);
    const frames = framesOf(next, places, testCatalogue);
    const [group] = groupBoxes(next, { places, frames, catalogue: testCatalogue });
    const inside = (box: { x: number; y: number; width: number; height: number } | undefined) =>
      next.nodes
        .filter(({ id }) => {
          const place = at(next, id);
          return (
            box && place.x >= box.x && place.x <= box.x + box.width && place.y >= box.y && place.y <= box.y + box.height
          );
        })
        .map(({ id }) => id);
    expect([inside(frames[0]), inside(group)]).toEqual([['in'], ['x', 'y']]);
  });

  it('touches only what is selected, and leaves its corner where it was', async () => {
    const base = chain('a b c d');
    const flow = {
      ...base,
      layout: {
        notes: [],
        nodes: { a: { x: 0, y: 0 }, b: { x: 900, y: 300 }, c: { x: 905, y: 310 }, d: { x: 40, y: 700 } },
      },
    };
    const next = await tidied(flow, testCatalogue, ['b', 'c']);
    expect([at(next, 'a'), at(next, 'd'), at(next, 'b')]).toEqual([at(flow, 'a'), at(flow, 'd'), { x: 900, y: 300 }]);
    expect(at(next, 'c').x).toBeGreaterThanOrEqual(900 + 232);
  });

  it('keeps columns and lanes as a person placed them, when asked', async () => {
    const base = chain('a b c');
    const edges = [
      { from: 'a', port: 'out', to: 'b' },
      { from: 'a', port: 'out', to: 'c' },
    ];
    const nodes = { a: { x: 0, y: 0 }, b: { x: 620, y: 420 }, c: { x: 600, y: -60 } };
    const flow: Flow = { ...base, edges, layout: { notes: [], nodes } };
    const kept = await tidied(flow, testCatalogue, [], { keepOrder: true });
    expect(at(kept, 'c').y).toBeLessThan(at(kept, 'b').y);
    const anew = await tidied(flow, testCatalogue);
    expect(at(anew, 'b').y).toBeLessThan(at(anew, 'c').y);
  });
});
