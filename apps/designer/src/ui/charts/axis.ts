import type { PictureUnit } from '@lockstep/schema/api';
import { durationTicks, linearTicks } from './ticks.ts';

/** An axis from 0 (or the smallest duration) to at least `max`, over so many pixels. */
export interface Axis {
  readonly ticks: readonly number[];
  placeOf(value: number): number;
}

/** Durations go by their logarithm: a second and a day are both seen. */
export function axisOf(values: readonly number[], unit: PictureUnit, from: number, to: number): Axis {
  const max = Math.max(unit === 'share' ? 0.01 : 1, ...values);
  if (unit !== 'ms') {
    const ticks = linearTicks(max, 4, unit === 'count');
    const end = ticks.at(-1) ?? 1;
    return { ticks, placeOf: (value) => from + (value / end) * (to - from) };
  }
  const positive = values.filter((value) => value > 0);
  const ticks = durationTicks(Math.min(max, ...positive), max);
  const [low = 1, high = 10] = [ticks[0], ticks.at(-1)];
  const placeOf = (value: number) =>
    from + (Math.log(Math.min(high, Math.max(low, value)) / low) / Math.log(high / low)) * (to - from);
  return { ticks, placeOf };
}
