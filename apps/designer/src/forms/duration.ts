/** Units a person states a duration in, largest first. */
export const DURATION_UNITS = [
  { unit: 'd', label: 'days', ms: 86_400_000 },
  { unit: 'h', label: 'hours', ms: 3_600_000 },
  { unit: 'min', label: 'minutes', ms: 60_000 },
  { unit: 's', label: 'seconds', ms: 1_000 },
  { unit: 'ms', label: 'milliseconds', ms: 1 },
] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number]['unit'];

/** The largest unit that states a duration without a fraction. */
export function unitFor(ms: number): DurationUnit {
  return DURATION_UNITS.find((one) => ms >= one.ms && ms % one.ms === 0)?.unit ?? 'ms';
}

export function msPer(unit: DurationUnit): number {
  return DURATION_UNITS.find((one) => one.unit === unit)?.ms ?? 1;
}
