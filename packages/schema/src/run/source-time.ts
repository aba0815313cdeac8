import { z } from 'zod';
import type { Json } from './json.ts';

/** When the thing a message tells of happened, by the clock of the system it comes from. */
export const SourceTime = z.object({
  /** Epoch milliseconds; absent where it could not be told. */
  at: z.number().optional(),
  /** Where it was looked for: a header, an expression, `file`, `schedule`, `time` of a CloudEvent. */
  from: z.string(),
  /** Why there is none. */
  note: z.string().optional(),
});
export type SourceTime = z.infer<typeof SourceTime>;

/** No system that we are told of by messages is older. */
const EARLIEST = Date.UTC(2000, 0, 1);
/** A clock that is further ahead of ours is not set, or the text means something else. */
const MAX_AHEAD_MS = 86_400_000;
/** Numbers below are seconds since 1970 (until the year 5138), those from here on milliseconds. */
const MILLISECONDS_FROM = 1e11;

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)$/i;
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?)?$/;
const ODATA = /^\/Date\((-?\d+)([+-]\d{4})?\)\/$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads a time as systems write it: RFC 3339 and its relatives with a zone, Unix seconds or milliseconds, `/Date(…)/` of OData 2, an
 * HTTP date. One without a zone is not guessed at, and neither is one that cannot be: before 2000, or more than a day ahead of us.
 *
 * @param receivedAt our clock when the message came, epoch milliseconds
 */
export function sourceTime(value: Json | undefined, from: string, receivedAt: number): SourceTime {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === undefined || text === null || text === '') return { from, note: 'There is none in the message.' };
  if (typeof text !== 'string' && typeof text !== 'number') return { from, note: 'It is neither a text nor a number.' };
  if (WITHOUT_ZONE.test(String(text))) return { from, note: `${shown(text)} names no time zone.` };
  const at = momentOf(text);
  if (at === undefined || Number.isNaN(at)) return { from, note: `${shown(text)} is no time.` };
  if (at < EARLIEST || at > receivedAt + MAX_AHEAD_MS) return { from, note: `${shown(text)} cannot be, by our clock.` };
  return { at, from };
}

function momentOf(text: string | number): number | undefined {
  const number = typeof text === 'number' ? text : /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (number !== undefined) return Math.round(number < MILLISECONDS_FROM ? number * 1000 : number);
  const odata = ODATA.exec(String(text));
  if (odata) return Number(odata[1]);
  if (HTTP_DATE.test(String(text))) return Date.parse(String(text));
  if (!INSTANT.test(String(text))) return undefined;
  // Salesforce writes +0000 and PostgreSQL +00, which Date.parse does not take everywhere.
  const iso = String(text)
    .replace(',', '.')
    .replace(/\s+(?=[Z+-])/i, '')
    .replace(' ', 'T');
  return Date.parse(iso.replace(/([+-]\d{2}):?(\d{2})?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`));
}

function shown(text: string | number): string {
  return `"${String(text).slice(0, 60)}"`;
}
