import type { PictureUnit } from '@lockstep/schema/api';
import { formatCount, formatDuration } from '../format.ts';

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const rate = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** A number of a picture as people read it. */
export function formatValue(value: number | null, unit: PictureUnit): string {
  if (value === null) return '–';
  if (unit === 'ms') return formatDuration(value);
  if (unit === 'share') return percent.format(Math.floor(value * 1_000) / 1_000);
  return unit === 'rate' ? rate.format(value) : formatCount(Math.round(value * 10) / 10);
}

/** The same on an axis, where there is little room and values are round. */
export function formatTick(value: number, unit: PictureUnit): string {
  if (unit !== 'ms') return formatValue(value, unit);
  if (value < 1_000) return `${value} ms`;
  if (value < 60_000) return `${value / 1_000} s`;
  if (value < 3_600_000) return `${Math.round((value / 60_000) * 10) / 10} min`;
  return value < 86_400_000
    ? `${Math.round((value / 3_600_000) * 10) / 10} h`
    : `${Math.round((value / 86_400_000) * 10) / 10} d`;
}

const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const dayTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment on an axis: the time of day, or the day at its beginning. */
export function formatMoment(at: number): string {
  const date = new Date(at);
  return date.getHours() === 0 && date.getMinutes() === 0 ? dayTime.format(at) : clockTime.format(at);
}

export const formatWhen = (at: number): string => whole.format(at);

const short = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** Day and time of day, where there is little room. */
export const formatShortly = (at: number): string => short.format(at);

const dayOnly = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const weekOf = (at: number): string => `Week of ${dayOnly.format(at)}`;
