import type { CronTimes } from './cron.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * A cron pattern in words: `At 06:00 on Monday to Friday, Europe/Berlin`. What has no short words is said field by field,
 * never wrongly. The pattern must be valid.
 */
export function cronSentence({ cron, timeZone }: CronTimes): string {
  const fields = cron.trim().split(/\s+/);
  const [seconds = '0', minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] =
    fields.length === 6 ? fields : ['0', ...fields];
  return `${timeWords(seconds, minute, hour)}${dayWords(day, weekday)}${monthWords(month)}, ${timeZone}`;
}

function timeWords(seconds: string, minute: string, hour: string): string {
  const times = timesOf(seconds, minute, hour);
  if (times) return `At ${listed(times)}`;
  const withSeconds = seconds === '0' ? '' : `${unitWords(seconds, 'second')} of `;
  if (hour === '*' && minute === '*') return seconds === '0' ? 'Every minute' : capital(unitWords(seconds, 'second'));
  const minutes = unitWords(minute, 'minute');
  if (hour === '*') {
    const step = /^\*\/\d+$/.test(minute) ? minutes : `${minutes} of every hour`;
    return capital(`${withSeconds}${step}`);
  }
  return capital(`${withSeconds}${minutes} of ${unitWords(hour, 'hour')}`);
}

/** Times of the day when there are a few plain ones. */
function timesOf(seconds: string, minute: string, hour: string): readonly string[] | undefined {
  if (seconds !== '0' || !/^\d+$/.test(minute) || !/^\d+(,\d+){0,5}$/.test(hour)) return undefined;
  return hour.split(',').map((one) => `${one.padStart(2, '0')}:${minute.padStart(2, '0')}`);
}

/** One field in words: `every minute`, `every 10 minutes`, `minute 5 and 35`. */
function unitWords(field: string, unit: string): string {
  if (field === '*' || field === '?') return `every ${unit}`;
  const step = /^\*\/(\d+)$/.exec(field)?.[1];
  if (step !== undefined) return step === '1' ? `every ${unit}` : `every ${step} ${unit}s`;
  return `${unit} ${partsOf(field)}`;
}

function dayWords(day: string, weekday: string): string {
  const isAny = (field: string) => field === '*' || field === '?';
  const byDate = day === 'L' ? 'the last day of the month' : `day ${partsOf(day)} of the month`;
  const byName = partsOf(weekday, (name) => named(name, DAYS, 0));
  if (isAny(day) && isAny(weekday)) return '';
  if (isAny(weekday)) return ` on ${byDate}`;
  return isAny(day) ? ` on ${byName}` : ` on ${byDate} or ${byName}`;
}

function monthWords(month: string): string {
  return month === '*' || month === '?' ? '' : ` in ${partsOf(month, (name) => named(name, MONTHS, 1))}`;
}

/** Lists and ranges of a field: `1-5,7` gives `1 to 5 and 7`. Steps and signs that have no words stay as they are. */
function partsOf(field: string, word: (part: string) => string = (part) => part): string {
  const parts = field.split(',').map((part) => {
    const range = /^([A-Za-z0-9]+)-([A-Za-z0-9]+)$/.exec(part);
    return range ? `${word(range[1] ?? '')} to ${word(range[2] ?? '')}` : word(part);
  });
  return listed(parts);
}

function named(part: string, names: readonly string[], first: number): string {
  if (/^\d+$/.test(part)) return names[(Number(part) - first) % names.length] ?? part;
  return names.find((name) => name.slice(0, 3).toUpperCase() === part.toUpperCase()) ?? part;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
