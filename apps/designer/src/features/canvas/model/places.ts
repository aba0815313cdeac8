import { bodiesOf, bodyOf, downstreamOf, type Flow, type Position, SCOPE_PORT } from '@lockstep/schema/graph';
import { BODY_DROP } from './frames.ts';
import { CARD_WIDTH, COLUMN_STEP, isLowPort, LANE_STEP } from './geometry.ts';
import { tidyPositions } from './tidy.ts';

const GRID = 20;
const MIN_GAP = COLUMN_STEP - CARD_WIDTH;

export function snap({ x, y }: Position): Position {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

/** A drawing is never changed in place, and its places are asked for at every step of a drag. */
const known = new WeakMap<Flow, Readonly<Record<string, Position>>>();

/** Where every step lies: as laid out, and where nobody laid it out, as tidying up would put it. */
export function placesOf(flow: Flow): Readonly<Record<string, Position>> {
  const before = known.get(flow);
  if (before !== undefined) return before;
  const laid = flow.layout.nodes;
  const isLaid = flow.nodes.every(({ id }) => laid[id] !== undefined);
  const places = isLaid ? laid : { ...tidyPositions(flow), ...laid };
  known.set(flow, places);
  return places;
}

/** The place nearest below `wanted` where a card covers no other. */
export function freePlace(flow: Flow, wanted: Position): Position {
  const places = Object.values(placesOf(flow));
  let { x, y } = snap(wanted);
  const covers = (place: Position) => Math.abs(place.x - x) < CARD_WIDTH + 8 && Math.abs(place.y - y) < LANE_STEP - 40;
  for (let tries = 0; places.some(covers) && tries < 200; tries += 1) y += GRID;
  return { x, y };
}

/** Where a step that follows `from` goes: one column to the right, on the lane of the port; a body lies below its scope. */
export function placeAfter(flow: Flow, from: string, portIndex: number, port: string): Position {
  const place = placesOf(flow)[from] ?? { x: 0, y: 0 };
  const good = bodyOf(flow, from).length > 0 ? 0 : portIndex * LANE_STEP;
  const lane = isLowPort(port) ? LANE_STEP : port === SCOPE_PORT ? BODY_DROP : good;
  return freePlace(flow, { x: place.x + COLUMN_STEP, y: place.y + lane });
}

/**
 * New places that make room for a card between `from` and `to`: what follows moves right by one column, and only when
 * there is no room. Steps before or beside stay, because people remember where things are.
 */
export function makeRoom(
  flow: Flow,
  from: string,
  to: string,
): { readonly at: Position; readonly moved: Readonly<Record<string, Position>> } {
  const places = placesOf(flow);
  const [start, end] = [places[from] ?? { x: 0, y: 0 }, places[to] ?? { x: COLUMN_STEP, y: 0 }];
  const gap = end.x - (start.x + CARD_WIDTH);
  if (gap >= CARD_WIDTH + 2 * MIN_GAP) {
    return { at: snap({ x: start.x + CARD_WIDTH + (gap - CARD_WIDTH) / 2, y: (start.y + end.y) / 2 }), moved: {} };
  }
  const shift = start.x + 2 * COLUMN_STEP - end.x;
  const behind = new Set([to, ...downstreamOf(flow, to)]);
  const following = [...new Set([...behind, ...bodiesOf(flow, behind)])];
  const moved = Object.fromEntries(
    following.flatMap((id) => {
      const place = places[id];
      return place === undefined ? [] : [[id, { x: place.x + shift, y: place.y }]];
    }),
  );
  return { at: snap({ x: start.x + COLUMN_STEP, y: end.y }), moved };
}
