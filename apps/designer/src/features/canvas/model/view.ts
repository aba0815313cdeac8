import type { Position } from '@lockstep/schema/graph';
import { CARD_WIDTH, FULL_FROM, HEADER_HEIGHT, TITLE_FROM } from './geometry.ts';

/** What is in view: how the drawing is moved and scaled, and the size of its frame in CSS pixels. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 24;

/** Whether the head of a card at `place` lies inside the frame, with some room around it. */
export function isInView(place: Position, { x, y, zoom, width, height }: View): boolean {
  const left = place.x * zoom + x;
  const top = place.y * zoom + y;
  return (
    left >= MARGIN &&
    top >= MARGIN &&
    left + CARD_WIDTH * zoom <= width - MARGIN &&
    top + HEADER_HEIGHT * zoom <= height - MARGIN
  );
}

/**
 * The zoom at which a card must be brought to the middle so that it can be read; `undefined` when it can be read where
 * it is and the view should rest.
 */
export function zoomToRead(place: Position, view: View): number | undefined {
  if (view.zoom >= TITLE_FROM && isInView(place, view)) return undefined;
  return view.zoom >= TITLE_FROM ? view.zoom : FULL_FROM;
}

/** Where the drawing must lie so that the head of the card at `place` is in the middle of the frame. */
export function centred(
  place: Position,
  zoom: number,
  frame: Pick<View, 'width' | 'height'>,
): { readonly x: number; readonly y: number; readonly zoom: number } {
  return {
    x: frame.width / 2 - (place.x + CARD_WIDTH / 2) * zoom,
    y: frame.height / 2 - (place.y + HEADER_HEIGHT / 2) * zoom,
    zoom,
  };
}
