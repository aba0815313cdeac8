import type { Json } from '@lockstep/schema/run';
import { isDate, readDate } from '../../kit/dates.ts';
import { readTime, writeTime } from './values.ts';

/** Field of a composite that holds a moment, with its format beside it, as DTM of EDIFACT has them. */
const MOMENT = 'moment';
const FORMAT = 'format';

/**
 * A moment in the format its composite names, as ISO 8601: a date (102), with minutes (203) or seconds (204), of a short year
 * (101), a time (401). Other formats stay as they are.
 *
 * @see UN/EDIFACT code list 2379
 */
export function readMoment(data: Record<string, Json>, tellFault: (value: string) => void): Record<string, Json> {
  const { [MOMENT]: text, [FORMAT]: format } = data;
  if (typeof text !== 'string' || typeof format !== 'string') return data;
  if (!KNOWN.includes(format)) return data;
  const iso = isoOf(text, format);
  if (iso === undefined) tellFault(text);
  else data[MOMENT] = iso;
  return data;
}

const KNOWN = ['101', '102', '203', '204', '401'];

function isoOf(text: string, format: string): string | undefined {
  switch (format) {
    case '101':
      return readDate(text, 'YYMMDD');
    case '102':
      return readDate(text, 'CCYYMMDD');
    case '401':
      return text.length === 4 ? readTime(text) : undefined;
    default: {
      if (text.length !== (format === '203' ? 12 : 14)) return undefined;
      const [date, time] = [readDate(text.slice(0, 8), 'CCYYMMDD'), readTime(text.slice(8))];
      return date && time ? `${date}T${time}` : undefined;
    }
  }
}

/** An ISO moment in a format, or `undefined` when it is none of it; moments in other formats are given as they are. */
export function writeMoment(moment: string, format: string): string | undefined {
  if (!KNOWN.includes(format)) return moment;
  if (format === '401') return writeTime(moment);
  const [date = '', time] = moment.split('T');
  if (!isDate(date)) return undefined;
  const days = date.replaceAll('-', '');
  if (format === '102') return time === undefined ? days : undefined;
  if (format === '101') return time === undefined ? days.slice(2) : undefined;
  const hours = time === undefined ? undefined : writeTime(time.slice(0, format === '203' ? 5 : 8));
  return hours?.length === (format === '203' ? 4 : 6) ? days + hours : undefined;
}
