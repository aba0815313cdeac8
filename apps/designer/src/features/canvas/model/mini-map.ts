import type { Position } from '@lockstep/schema/graph';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a drawing is seen in a small picture: `at` of the drawing is its top left corner. */
export interface MiniView {
  readonly at: Position;
  /** Pixels of the picture for one of the drawing. */
  readonly scale: number;
}

const MARGIN = 6;

/** The box around boxes; `undefined` when there are none. */
export function boundsOf(boxes: Iterable<Box>): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left === Infinity ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

/** True when nothing of `inner` lies outside of `outer`. */
export function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Fits the drawing and what is seen of it into a picture of this size, in the middle. */
export function miniView(drawing: Box, seen: Box, size: { readonly width: number; readonly height: number }): MiniView {
  const all = boundsOf([drawing, seen]) ?? seen;
  const scale = Math.min((size.width - 2 * MARGIN) / all.width, (size.height - 2 * MARGIN) / all.height);
  return {
    scale,
    at: {
      x: all.x - (size.width / scale - all.width) / 2,
      y: all.y - (size.height / scale - all.height) / 2,
    },
  };
}

/** A box of the drawing as it lies in the picture. */
export function inPicture({ at, scale }: MiniView, box: Box): Box {
  return {
    x: (box.x - at.x) * scale,
    y: (box.y - at.y) * scale,
    width: box.width * scale,
    height: box.height * scale,
  };
}

/** The place of the drawing that lies under a point of the picture. */
export function underPoint({ at, scale }: MiniView, point: Position): Position {
  return { x: at.x + point.x / scale, y: at.y + point.y / scale };
}
