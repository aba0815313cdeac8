import type { PictureOf, PictureTone } from '@lockstep/schema/api';
import { durationTicks, linearTicks, timeTicks } from './ticks.ts';

type Series = PictureOf<'series'>;

/** Where a value stands; of an area, from `low` to `high`. */
export interface Point {
  readonly x: number;
  readonly low: number;
  readonly high: number;
  /** Neither neighbour has a value: a line would not show it. */
  readonly alone: boolean;
}

export interface SeriesLine {
  readonly name: string;
  readonly tone: PictureTone;
  readonly values: readonly (number | null)[];
  readonly points: readonly Point[];
  readonly shade: number;
}

export interface SeriesLayout {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  xOf(time: number): number;
  yOf(value: number): number;
  timeAt(x: number): number;
  readonly yTicks: readonly number[];
  readonly xTicks: readonly number[];
  readonly lines: readonly SeriesLine[];
  readonly markers: readonly {
    x: number;
    label: string;
    kind: 'publish' | 'incident';
    href?: string | undefined;
    count: number;
  }[];
}

const LEFT = 56;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 22;
/** Markers nearer than this are one. */
const MARKER_PX = 12;

/** Where everything of a picture stands in a box of so many pixels. */
export function layOut(picture: Series, width: number, height: number): SeriesLayout {
  const { times, unit, scale, stacked, limit, series } = picture;
  const [left, right, top, bottom] = [LEFT, Math.max(LEFT + 40, width - RIGHT), TOP, height - BOTTOM];
  const [from, to] = [times[0] ?? 0, times.at(-1) ?? 1];
  const xOf = (time: number) => left + ((time - from) / Math.max(1, to - from)) * (right - left);
  const timeAt = (x: number) => from + ((x - left) / (right - left)) * (to - from);

  const bases = stacked ? stack(series.map(({ values }) => values)) : undefined;
  const tops = series.map(({ values }, nr) =>
    values.map((value, bin) => (value === null ? null : value + (bases?.[nr]?.[bin] ?? 0))),
  );
  const known = tops.flatMap((values) => values.filter((value) => value !== null));
  const max = Math.max(limit?.value ?? 0, ...known, unit === 'share' ? 0.01 : 1);
  const isLog = scale === 'log' && known.some((value) => value > 0);
  const min = isLog ? Math.min(...known.filter((value) => value > 0), limit?.value ?? max) : 0;
  const yTicks = isLog ? durationTicks(min, max) : linearTicks(max, 4, unit === 'count');
  const [low, high] = [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  const yOf = (value: number) => {
    const share = isLog
      ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
      : (value - low) / Math.max(high - low, Number.MIN_VALUE);
    return bottom - share * (bottom - top);
  };

  const lines = series.map(({ name, tone, values }, nr): SeriesLine => {
    const has = (bin: number) => values[bin] !== undefined && values[bin] !== null;
    const points = times.flatMap((time, bin): Point[] => {
      const value = tops[nr]?.[bin];
      if (value === null || value === undefined) return [];
      return [
        { x: xOf(time), high: yOf(value), low: yOf(bases?.[nr]?.[bin] ?? low), alone: !has(bin - 1) && !has(bin + 1) },
      ];
    });
    return { name, tone, values, points: withGaps(points, values), shade: shadeOf(series, nr) };
  });
  return {
    left,
    right,
    top,
    bottom,
    xOf,
    yOf,
    timeAt,
    yTicks,
    xTicks: timeTicks(from, to, Math.max(2, Math.floor((right - left) / 80))).filter(
      (time) => xOf(time) < right - 14 && xOf(time) > left + 4,
    ),
    lines,
    // The last bin is under way: what happened in it stands at its beginning.
    markers: gather(picture.markers, (time) => Math.min(right, xOf(time))),
  };
}

/** How strongly an area is filled: those of one tone grow darker, so that they can be told apart. */
export function shadeOf(series: readonly { readonly tone: PictureTone }[], nr: number): number {
  const before = series.slice(0, nr).filter(({ tone }) => tone === series[nr]?.tone).length;
  return Math.min(0.85, 0.25 + 0.25 * before);
}

/** A line is broken where nothing was measured: that is no zero. */
function withGaps(points: readonly Point[], values: readonly (number | null)[]): readonly Point[] {
  const broken: Point[] = [];
  let next = 0;
  values.forEach((value, bin) => {
    if (value !== null && value !== undefined) {
      const point = points[next];
      if (point) broken.push(point);
      next += 1;
    } else if (bin > 0 && values[bin - 1] !== null) broken.push({ x: Number.NaN, low: 0, high: 0, alone: false });
  });
  return broken;
}

/** What lies below each series, bin by bin. */
function stack(all: readonly (readonly (number | null)[])[]): readonly (readonly number[])[] {
  const below: number[] = [];
  return all.map((values) => {
    const base = values.map((_, bin) => below[bin] ?? 0);
    values.forEach((value, bin) => {
      below[bin] = (below[bin] ?? 0) + (value ?? 0);
    });
    return base;
  });
}

function gather(markers: Series['markers'], xOf: (time: number) => number): SeriesLayout['markers'] {
  const gathered: { x: number; labels: string[]; kind: 'publish' | 'incident'; href?: string | undefined }[] = [];
  for (const { at, label, kind, href } of markers) {
    const x = Math.round(xOf(at));
    const near = gathered.at(-1);
    if (near && x - near.x < MARKER_PX) {
      near.labels.push(label);
      if (kind === 'incident') Object.assign(near, { kind, href });
    } else gathered.push({ x, labels: [label], kind, href });
  }
  return gathered.map(({ labels, ...rest }) => ({
    ...rest,
    count: labels.length,
    label: labels.length > 4 ? `${labels.slice(0, 4).join('\n')}\nand ${labels.length - 4} more` : labels.join('\n'),
  }));
}

const at = ({ x, high }: Point) => `${x.toFixed(1)} ${high.toFixed(1)}`;

/** The pieces of a line between its gaps. */
function pieces(points: readonly Point[]): readonly (readonly Point[])[] {
  const all: Point[][] = [[]];
  for (const point of points) {
    if (Number.isNaN(point.x)) all.push([]);
    else all.at(-1)?.push(point);
  }
  return all.filter((piece) => piece.length > 0);
}

export function pathOf(points: readonly Point[]): string {
  return pieces(points)
    .map((piece) => `M${piece.map(at).join('L')}`)
    .join('');
}

export function areaOf(points: readonly Point[]): string {
  return pieces(points)
    .map(
      (piece) =>
        `M${piece.map(at).join('L')}L${piece
          .toReversed()
          .map(({ x, low }) => `${x.toFixed(1)} ${low.toFixed(1)}`)
          .join('L')}Z`,
    )
    .join('');
}

/** The bin that is nearest to a moment. */
export function nearest(times: readonly number[], time: number): number {
  const step = (times[1] ?? 1) - (times[0] ?? 0);
  return Math.min(times.length - 1, Math.max(0, Math.round((time - (times[0] ?? 0)) / Math.max(1, step))));
}
