import type { Flow, Position } from '@lockstep/schema/graph';
import { placesOf } from './places.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The step an arrow key goes to: right and left along the edges (the nearest lane first, else the nearest step that
 * way), up and down to the nearest step above or below. `undefined` at the border.
 */
export function neighbour(flow: Flow, from: string, direction: Direction): string | undefined {
  const places = placesOf(flow);
  const here = places[from];
  if (here === undefined) return undefined;
  if (direction === 'right' || direction === 'left') {
    const joined = flow.edges.flatMap((edge) => {
      if (direction === 'right') return edge.from === from ? [edge.to] : [];
      return edge.to === from ? [edge.from] : [];
    });
    const along = nearest(joined, places, (place) => Math.abs(place.y - here.y));
    if (along !== undefined) return along;
  }
  const others = flow.nodes.map(({ id }) => id).filter((id) => id !== from && isThatWay(here, places[id], direction));
  const across = direction === 'left' || direction === 'right';
  return nearest(others, places, ({ x, y }) => {
    const [dx, dy] = [Math.abs(x - here.x), Math.abs(y - here.y)];
    return across ? dx + 3 * dy : dy + 3 * dx;
  });
}

function isThatWay(here: Position, there: Position | undefined, direction: Direction): boolean {
  if (there === undefined) return false;
  switch (direction) {
    case 'left':
      return there.x < here.x;
    case 'right':
      return there.x > here.x;
    case 'up':
      return there.y < here.y;
    case 'down':
      return there.y > here.y;
    default:
      return direction satisfies never;
  }
}

function nearest(
  ids: readonly string[],
  places: Readonly<Record<string, Position>>,
  distance: (place: Position) => number,
): string | undefined {
  let best: { readonly id: string; readonly far: number } | undefined;
  for (const id of ids) {
    const place = places[id];
    if (place === undefined) continue;
    const far = distance(place);
    if (best === undefined || far < best.far) best = { id, far };
  }
  return best?.id;
}
