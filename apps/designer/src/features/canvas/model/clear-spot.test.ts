import { getBezierPath, getSmoothStepPath, Position as Side } from '@xyflow/react';
import { expect, it } from 'vitest';
import { clearSpot } from './clear-spot.ts';

const size = { width: 30, height: 18 };
const card = (x: number, y: number) => ({ x, y, width: 232, height: 90 });
const ends = { sourceX: 232, sourceY: 45, sourcePosition: Side.Right, targetPosition: Side.Left };
const covers = (at: { x: number; y: number }, box: ReturnType<typeof card>) =>
  at.x + 15 > box.x && at.x - 15 < box.x + box.width && at.y + 9 > box.y && at.y - 9 < box.y + box.height;

it('stands in the middle of an edge between neighbours', () => {
  const [path] = getBezierPath({ ...ends, targetX: 280, targetY: 45 });
  expect(clearSpot(path, size, [card(0, 0), card(280, 0)])).toEqual({ x: 256, y: 45 });
});

it('stands beside the cards that a long edge goes under', () => {
  const [path] = getBezierPath({ ...ends, targetX: 1_120, targetY: 45 });
  const cards = [0, 280, 560, 840, 1_120].map((x) => card(x, 0));
  const at = clearSpot(path, size, cards);
  expect(cards.filter((box) => covers(at, box))).toEqual([]);
  expect([Math.round(at.y), Math.abs(at.x - 676) < 300]).toEqual([45, true]);
});

it('stands on a long part of a wire with corners, and where it covers least when everything is full', () => {
  const below = { sourceX: 116, sourceY: 90, sourcePosition: Side.Bottom, targetPosition: Side.Left };
  const [path] = getSmoothStepPath({ ...below, targetX: 840, targetY: 345, offset: 24, borderRadius: 14 });
  const at = clearSpot(path, size, [card(0, 0), card(280, 140), card(840, 300)]);
  expect([card(0, 0), card(280, 140), card(840, 300)].filter((box) => covers(at, box))).toEqual([]);
  expect(clearSpot('M0,0 C10,0 20,0 30,0', size, [{ x: -50, y: -50, width: 63, height: 100 }])).toEqual({
    x: expect.closeTo(24, 0),
    y: 0,
  });
});
