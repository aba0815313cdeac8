import { bodyOf, type Flow, type FlowEdit, type Position } from '@lockstep/schema/graph';
import { placesOf, snap } from './places.ts';
import { tidyPositions } from './tidy.ts';

type Places = Readonly<Record<string, Position>>;

/** The part of a flow that is tidied up: several selected steps with their bodies, else all. */
export function tidySubject(flow: Flow, selected: readonly string[]): Flow {
  const chosen = selected.flatMap((id) => [id, ...bodyOf(flow, id)]);
  if (selected.length < 2) return flow;
  const some = new Set(chosen);
  return {
    ...flow,
    nodes: flow.nodes.filter(({ id }) => some.has(id)),
    edges: flow.edges.filter(({ from, to }) => some.has(from) && some.has(to)),
  };
}

/** The edit that puts steps where a layout has them; the upper left corner of all of them stays. One step of the history. */
export function tidyEdit(flow: Flow, tidy: Places): FlowEdit | undefined {
  const before = placesOf(flow);
  const ids = flow.nodes.map(({ id }) => id).filter((id) => tidy[id] !== undefined);
  if (ids.length === 0) return undefined;
  const corner = (places: Places) => ({
    x: Math.min(...ids.map((id) => places[id]?.x ?? 0)),
    y: Math.min(...ids.map((id) => places[id]?.y ?? 0)),
  });
  const [from, to] = [corner(tidy), corner(before)];
  const positions = Object.fromEntries(
    ids.map((id) => {
      const place = tidy[id] ?? { x: 0, y: 0 };
      return [id, snap({ x: place.x - from.x + to.x, y: place.y - from.y + to.y })];
    }),
  );
  return { type: 'batch', label: 'tidy up', edits: [{ type: 'node.move', positions }] };
}

/** Tidies up at once, by the plain layout that needs no worker: where a browser has none, and for steps that were never placed. */
export function tidyUp(flow: Flow, selected: readonly string[]): FlowEdit | undefined {
  return tidyEdit(flow, tidyPositions(tidySubject(flow, selected)));
}
