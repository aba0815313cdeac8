import { describe, expect, it } from 'vitest';
import { CARD_WIDTH, HEADER_HEIGHT } from './geometry.ts';
import { centred, isInView, type View, zoomToRead } from './view.ts';

const frame = { width: 1_000, height: 300 };
const at = (x: number, y: number, zoom: number): View => ({ x, y, zoom, ...frame });

describe('the view', () => {
  it('has a card in it only when its whole head is inside, with room around', () => {
    const places = [
      { x: 100, y: 100 },
      { x: 10, y: 100 },
      { x: 1_000 - CARD_WIDTH, y: 100 },
      { x: 100, y: 300 - HEADER_HEIGHT },
      { x: 5_000, y: 100 },
    ];
    expect(places.map((place) => isInView(place, at(0, 0, 1)))).toEqual([true, false, false, false, false]);
  });

  it('rests where the card can be read, and keeps the zoom when only the place is wrong', () => {
    const inside = { x: 100, y: 100 };
    const outside = { x: 5_000, y: 100 };
    expect([
      zoomToRead(inside, at(0, 0, 0.5)),
      zoomToRead(outside, at(0, 0, 0.5)),
      zoomToRead(inside, at(0, 0, 0.15)),
    ]).toEqual([undefined, 0.5, 0.6]);
  });

  it('puts the head of a card in the middle of the frame', () => {
    const { x, y, zoom } = centred({ x: 2_000, y: 400 }, 0.5, frame);
    const middle = {
      x: (2_000 + CARD_WIDTH / 2) * zoom + x,
      y: (400 + HEADER_HEIGHT / 2) * zoom + y,
    };
    expect(middle).toEqual({ x: 500, y: 150 });
    expect(isInView({ x: 2_000, y: 400 }, at(x, y, zoom))).toBe(true);
  });
});
