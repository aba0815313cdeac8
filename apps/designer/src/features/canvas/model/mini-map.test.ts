import { expect, it } from 'vitest';
import { boundsOf, inPicture, miniView, underPoint } from './mini-map.ts';

const SIZE = { width: 112, height: 62 };

it('fits the drawing and what is seen of it into the picture, centred', () => {
  const drawing = { x: 0, y: 0, width: 1000, height: 100 };
  const view = miniView(drawing, { x: 900, y: 0, width: 100, height: 100 }, SIZE);
  expect(view.scale).toBeCloseTo(0.1);
  expect(inPicture(view, drawing)).toEqual({ x: 6, y: 26, width: 100, height: 10 });
  const further = miniView(drawing, { x: 1000, y: 0, width: 1000, height: 100 }, SIZE);
  expect(inPicture(further, drawing)).toMatchObject({ x: 6, width: 50 });
});

it('knows the place under a point: what was put there is found again', () => {
  const view = miniView({ x: -50, y: 20, width: 300, height: 400 }, { x: 0, y: 0, width: 10, height: 10 }, SIZE);
  const { x, y } = inPicture(view, { x: 123, y: 45, width: 0, height: 0 });
  const place = underPoint(view, { x, y });
  expect([place.x, place.y]).toEqual([expect.closeTo(123), expect.closeTo(45)]);
});

it('has no bounds without boxes', () => {
  expect(boundsOf([])).toBeUndefined();
});
