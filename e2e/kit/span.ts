const UNITS: Readonly<Record<string, number>> = {
  ...{ ms: 1, millisecond: 1, s: 1_000, second: 1_000, min: 60_000, minute: 60_000 },
  ...{ h: 3_600_000, hour: 3_600_000, d: 86_400_000, day: 86_400_000, week: 604_800_000 },
};

/** `1 day 2 hours` in milliseconds. @throws Error that says what was meant, when it is no span of time */
export function spanMs(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)[\s,]*/gy)];
  const read = parts.map((part) => part[0]).join('');
  const spans = parts.map(
    ([, count = '', unit = '']) => Number(count) * (UNITS[unit] ?? UNITS[unit.replace(/s$/, '')] ?? NaN),
  );
  const sum = spans.reduce((all, ms) => all + ms, 0);
  if (parts.length === 0 || read !== text || Number.isNaN(sum))
    throw new Error(`"${text}" is no span of time: write "3 days", "1 day 2 hours" or "30 min".`);
  return Math.round(sum);
}
