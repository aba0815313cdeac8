/** Milliseconds in the fewest words that still tell: `8 ms`, `1.4 s`, `2 min 05 s`, `3 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}

const count = new Intl.NumberFormat();

/** A whole number with the reader's thousands separators. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** Bytes with one decimal, in the units people read: `812 B`, `25.4 KB`, `1.2 MB`, `3.0 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_048_576) return `${(bytes / 1_024).toFixed(1)} KB`;
  return bytes < 1_073_741_824 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${(bytes / 1_073_741_824).toFixed(1)} GB`;
}

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'narrow' });
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** How long before or after `now` an instant lies: `12s ago`, `in 3 min`. */
export function formatRelative(at: number, now: number): string {
  const distance = at - now;
  const [unit, size] = STEPS.find(([, ms]) => Math.abs(distance) >= ms) ?? ['second', 1_000];
  return relative.format(Math.trunc(distance / size), unit);
}

const absolute = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Date and time to the second in the reader's locale and zone, zone named. */
export function formatAbsolute(at: number): string {
  return `${absolute.format(at)} (${zone})`;
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

/** Time of day to the millisecond, for things that happen within one run. */
export function formatClock(at: number): string {
  return clock.format(at);
}
