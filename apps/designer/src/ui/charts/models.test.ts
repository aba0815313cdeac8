import type { PictureOf } from '@lockstep/schema/api';
import { describe, expect, it } from 'vitest';
import { layOutSankey } from './sankey-model.ts';
import { areaOf, layOut, nearest, pathOf } from './series-model.ts';
import { durationTicks, linearTicks, timeTicks } from './ticks.ts';

const series = (change: Partial<PictureOf<'series'>> = {}): PictureOf<'series'> => ({
  id: 'x',
  kind: 'series',
  title: 'X',
  ask: '?',
  unit: 'count',
  scale: 'linear',
  stacked: false,
  times: [0, 60_000, 120_000, 180_000],
  series: [{ name: 'a', tone: 'ok', values: [1, 2, 3, 4] }],
  markers: [],
  ...change,
});

describe('ticks', () => {
  it.each([
    [7, [0, 2, 4, 6, 8]],
    [0.3, [0, 1]],
    [1_234, [0, 500, 1_000, 1_500]],
  ])('are round for counts up to %s', (max, ticks) => {
    expect(linearTicks(max, 4, true)).toEqual(ticks);
  });

  it('are times people say, from below the smallest to above the largest', () => {
    expect(durationTicks(300, 70_000)).toEqual([100, 1_000, 10_000, 60_000, 600_000]);
    expect(durationTicks(5, 5).length).toBeGreaterThan(1);
  });

  it('stand at round moments of the reader, few enough to be read', () => {
    const from = new Date(2026, 10, 28, 9, 7).getTime();
    const ticks = timeTicks(from, from + 6 * 3_600_000, 7);
    expect(ticks.length).toBeLessThanOrEqual(7);
    for (const at of ticks) expect(new Date(at).getMinutes()).toBe(0);
  });
});

describe('a series', () => {
  it('breaks its line where nothing was measured', () => {
    const { lines } = layOut(series({ series: [{ name: 'a', tone: 'ok', values: [1, null, 3, 4] }] }), 400, 200);
    expect(pathOf(lines[0]?.points ?? []).match(/M/g)).toHaveLength(2);
    expect(lines[0]?.points[0]?.alone).toBe(true);
  });

  it('lays areas upon one another', () => {
    const picture = series({
      stacked: true,
      series: [
        { name: 'a', tone: 'ok', values: [1, 1, 1, 1] },
        { name: 'b', tone: 'ok', values: [2, 2, 2, 2] },
      ],
    });
    const { lines, yOf } = layOut(picture, 400, 200);
    expect(lines[1]?.points[0]).toMatchObject({ low: yOf(1), high: yOf(3) });
    expect(lines[0]?.shade).not.toBe(lines[1]?.shade);
    expect(areaOf(lines[1]?.points ?? [])).toMatch(/^M.*Z$/);
  });

  it('holds its limit in view, and gathers markers that stand too near', () => {
    const markers = [0, 1_000, 170_000].map((at, nr) => ({ at, label: `m${nr}`, kind: 'publish' as const }));
    const layout = layOut(series({ limit: { value: 50, label: 'L' }, markers }), 400, 200);
    expect(layout.yOf(50)).toBeGreaterThanOrEqual(layout.top);
    expect(layout.markers.map(({ count, label }) => [count, label])).toEqual([
      [2, 'm0\nm1'],
      [1, 'm2'],
    ]);
  });

  it('finds the moment below the pointer', () => {
    expect(nearest([0, 60_000, 120_000], 70_000)).toBe(1);
    expect(nearest([0, 60_000, 120_000], 9e9)).toBe(2);
  });
});

describe('a sankey', () => {
  const nodes = ['a', 'b', 'c'].map((id) => ({ id, label: id.toUpperCase(), tone: 'ok' as const }));
  const frame = { id: 's', kind: 'sankey' as const, title: 'S', ask: '?', nodes };

  it('gives each band the width of its number', () => {
    const links = [
      { from: 'a', to: 'b', value: 30 },
      { from: 'a', to: 'c', value: 10 },
    ];
    const placed = layOutSankey({ ...frame, links }, 600, 200);
    const width = (key: string) => placed.links.find((link) => link.key === key)?.width ?? 0;
    expect(width('a>b') / width('a>c')).toBeCloseTo(3, 5);
    expect(placed.nodes.every(({ x1 }) => x1 <= 600)).toBe(true);
  });

  it('refuses a way that leads back, and says which', () => {
    const links = [
      { from: 'a', to: 'b', value: 1 },
      { from: 'b', to: 'a', value: 1 },
    ];
    expect(() => layOutSankey({ ...frame, links }, 600, 200)).toThrow('a → b → a');
  });
});
