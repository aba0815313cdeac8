import type { Position } from '@lockstep/schema/graph';

export interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

/** Between places of a curve that are tried. */
const APART = 8;
const MOST_PLACES = 240;

/**
 * Where words of a size stand on a wire so that they lie over no card: as near to its middle as can be, and where every place is over one,
 * where they cover the least.
 *
 * @param path of an SVG: `M` and one `C`, or a line with rounded corners
 * @returns the middle of the words
 */
export function clearSpot(path: string, size: Pick<Box, 'width' | 'height'>, cards: Iterable<Box>): Position {
  const places = placesOn(path);
  const near = nearPath(places, size, cards);
  let best: { readonly place: Position; readonly covered: number } | undefined;
  for (const place of places) {
    const words = { x: place.x - size.width / 2, y: place.y - size.height / 2, ...size };
    const covered = near.reduce((sum, card) => sum + overlap(words, card), 0);
    if (covered === 0) return place;
    if (best === undefined || covered < best.covered) best = { place, covered };
  }
  return best?.place ?? { x: 0, y: 0 };
}

function placesOn(path: string): readonly Position[] {
  const numbers = path.match(/-?\d+(\.\d+)?(e-?\d+)?/g)?.map(Number) ?? [];
  const points = Array.from({ length: Math.floor(numbers.length / 2) }, (_, at) => {
    return { x: numbers[at * 2] ?? 0, y: numbers[at * 2 + 1] ?? 0 };
  });
  const [from, first, second, to] = points;
  if (path.includes('C') && from && first && second && to) {
    const count = Math.min(MOST_PLACES, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / APART) + 2);
    return outwards(count).map((part) => onCurve([from, first, second, to], part));
  }
  const middles = points.slice(1).map((point, at) => between(points[at] ?? point, point));
  return middles.toSorted((a, b) => b.length - a.length).map(({ x, y }) => ({ x, y }));
}

/** Parts of a whole, from its middle to both ends. */
function outwards(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => 0.5 + ((at % 2 === 0 ? 1 : -1) * Math.ceil(at / 2)) / (count + 1));
}

function onCurve([a, b, c, d]: readonly [Position, Position, Position, Position], t: number): Position {
  const u = 1 - t;
  const at = (axis: 'x' | 'y') =>
    u ** 3 * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t ** 3 * d[axis];
  return { x: at('x'), y: at('y') };
}

function between(a: Position, b: Position) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, length: Math.hypot(b.x - a.x, b.y - a.y) };
}

/** Those that words anywhere on the path could touch: of thousands of cards a handful. */
function nearPath(
  places: readonly Position[],
  { width, height }: Pick<Box, 'width' | 'height'>,
  cards: Iterable<Box>,
): readonly Box[] {
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  const [x, y] = [Math.min(...xs) - width, Math.min(...ys) - height];
  const around = { x, y, width: Math.max(...xs) + width - x, height: Math.max(...ys) + height - y };
  const near: Box[] = [];
  for (const card of cards) if (overlap(around, card) > 0) near.push(card);
  return near;
}

/** Area that two boxes share. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
