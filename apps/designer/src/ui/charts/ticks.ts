/** Round values between `0` and at least `max`, `count` or so of them. */
export function linearTicks(max: number, count: number, whole: boolean): number[] {
  const rough = Math.max(max, Number.MIN_VALUE) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const nice = [1, 2, 5, 10].find((step) => step * power >= rough) ?? 10;
  const step = whole ? Math.max(1, nice * power) : nice * power;
  const ticks = [0];
  for (let nr = 1; (ticks.at(-1) ?? 0) < max; nr += 1) ticks.push(Number((nr * step).toPrecision(12)));
  return ticks;
}

/** Times people say: 1 ms, 10 ms … 1 s, 10 s, 1 min, 10 min, 1 h, 10 h, 1 d … */
const SPOKEN_MS = [
  1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 86_400_000, 864_000_000, 8_640_000_000,
];

/** Ticks of a logarithmic axis of durations that hold `min` and `max`. */
export function durationTicks(min: number, max: number): number[] {
  const first = Math.max(
    0,
    SPOKEN_MS.findLastIndex((ms) => ms <= min),
  );
  const found = SPOKEN_MS.findIndex((ms) => ms >= max);
  const last = found === -1 ? SPOKEN_MS.length - 1 : found;
  return SPOKEN_MS.slice(first, Math.max(last, first + 1) + 1);
}

const MINUTE_MS = 60_000;
const STEPS_MIN = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 10_080, 20_160, 43_200] as const;

/** Round moments of the reader's own clock within a span, at most `count`. */
export function timeTicks(from: number, to: number, count: number): number[] {
  const minutes = (to - from) / MINUTE_MS;
  const step = STEPS_MIN.find((each) => minutes / each <= count) ?? 43_200;
  const begin = new Date(from);
  begin.setHours(0, 0, 0, 0);
  const ticks: number[] = [];
  for (let nr = 0; ; nr += 1) {
    const at = step >= 1_440 ? daysAfter(begin, (nr * step) / 1_440) : begin.getTime() + nr * step * MINUTE_MS;
    if (at > to) return ticks;
    if (at >= from) ticks.push(at);
  }
}

/** Days have 23 and 25 hours where clocks change. */
function daysAfter(begin: Date, days: number): number {
  const at = new Date(begin);
  at.setDate(at.getDate() + days);
  return at.getTime();
}
