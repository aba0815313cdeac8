import { diffFlows, type Flow, type FlowChange } from '@lockstep/schema/graph';
import { edgeId } from '../../../stores/selection-slice.ts';

type Mark = 'added' | 'removed' | 'changed';

/** Two flows as one drawing. */
export interface DiffDrawing {
  /** The later flow, with what was removed at the places it had, or below where others stand there now. */
  readonly flow: Flow;
  readonly marks: {
    readonly nodes: Readonly<Record<string, Mark>>;
    readonly edges: Readonly<Record<string, Mark>>;
  };
  /** Steps that differ, in the order of the drawing: the way of "next difference". */
  readonly stops: readonly string[];
  /** Differences in what the flows mean; a moved card is none. */
  readonly changes: readonly FlowChange[];
  readonly counts: Readonly<Record<Mark, number>>;
}

/** Puts the two drawings on top of each other. Steps count, edges are shown and do not. */
export function drawDiff(before: Flow, after: Flow): DiffDrawing {
  const changes = diffFlows(before, after).filter(({ type }) => type !== 'layout.changed');
  const nodes: Record<string, Mark> = {};
  const edges: Record<string, Mark> = {};
  const gone = new Set<string>();
  for (const change of changes) {
    if (change.type === 'node.added') nodes[change.node.id] = 'added';
    else if (change.type === 'node.removed') gone.add(change.node.id);
    else if (change.type === 'node.changed') nodes[change.node.id] = 'changed';
    else if (change.type === 'edge.added') edges[edgeId(change.edge)] = 'added';
    else if (change.type === 'edge.removed') edges[edgeId(change.edge)] = 'removed';
  }
  for (const id of gone) nodes[id] = 'removed';
  const { collapsed: _, ...layout } = after.layout;
  const taken = Object.values(layout.nodes);
  const places = Object.entries(before.layout.nodes)
    .filter(([id]) => gone.has(id))
    .map(([id, place]): [string, Place] => {
      const free = freePlace(place, taken);
      taken.push(free);
      return [id, free];
    });
  const flow: Flow = {
    ...after,
    nodes: [...after.nodes, ...before.nodes.filter(({ id }) => gone.has(id))],
    edges: [...after.edges, ...before.edges.filter((edge) => edges[edgeId(edge)] === 'removed')],
    layout: { ...layout, nodes: { ...layout.nodes, ...Object.fromEntries(places) } },
  };
  const marked = Object.values(nodes);
  const count = (mark: Mark) => marked.filter((one) => one === mark).length;
  return {
    flow,
    marks: { nodes, edges },
    stops: inReadingOrder(flow, Object.keys(nodes)),
    changes,
    counts: { added: count('added'), removed: count('removed'), changed: count('changed') },
  };
}

type Place = Flow['layout']['nodes'][string];

/** A card that went does not hide the one that stands there now: it is drawn below. */
function freePlace(place: Place, taken: readonly Place[]): Place {
  const covers = (other: Place): boolean => Math.abs(other.x - place.x) < 240 && Math.abs(other.y - place.y) < 110;
  return taken.some(covers) ? freePlace({ ...place, y: place.y + 130 }, taken) : place;
}

function inReadingOrder({ layout }: Flow, ids: readonly string[]): readonly string[] {
  const at = (id: string) => layout.nodes[id] ?? { x: 0, y: 0 };
  return ids.toSorted((a, b) => at(a).x - at(b).x || at(a).y - at(b).y);
}

/** `2 steps added, 1 changed`; what a person reads first. */
export function countsInWords({ counts, changes }: DiffDrawing): string {
  if (changes.length === 0) return 'No difference';
  const said = (['added', 'changed', 'removed'] as const).filter((mark) => counts[mark] > 0);
  if (said.length === 0) return 'No step differs';
  const total = said.reduce((sum, mark) => sum + counts[mark], 0);
  return `${total === 1 ? 'Step' : 'Steps'}: ${said.map((mark) => `${counts[mark]} ${mark}`).join(', ')}`;
}
