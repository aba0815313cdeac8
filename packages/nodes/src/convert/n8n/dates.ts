const MS: Readonly<Record<string, number>> = {
  ...{ millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 },
};

/** Said once of every step that counts in days or writes a time in words of a calendar. */
export const IN_UTC = 'Days begin and times are written in UTC here, n8n took the zone of the workflow.';

/** Code of a moment in milliseconds as the moment that it is, until the whole expression is known. */
export function moment(ms: string): string {
  return `MOMENT(${ms})`;
}

/** Milliseconds of a moment, or of a text or a `Date`. */
function millisOf(code: string): string {
  const inner = /^MOMENT\(([\s\S]*)\)$/.exec(code)?.[1];
  return inner === undefined ? `+new Date(${code})` : inner;
}

type DateMethod = (on: string, args: readonly string[], tell: (note: string) => void) => string | undefined;

const shift =
  (sign: '+' | '-'): DateMethod =>
  (on, args) => {
    const ms = durationOf(args);
    return ms === undefined ? undefined : moment(`${millisOf(on)} ${sign} ${ms}`);
  };

/** What Luxon's times can do that can be said with a `Date` of the sandbox, all in UTC. */
export const DATE_METHODS: Readonly<Record<string, DateMethod>> = {
  toDateTime: (on, args) => (args.length === 0 ? moment(millisOf(on)) : undefined),
  toDate: (on, args) => (args.length === 0 ? moment(millisOf(on)) : undefined),
  plus: shift('+'),
  minus: shift('-'),
  startOf: (on, [unit], tell) => startOf(on, unit, tell),
  beginningOf: (on, [unit], tell) => startOf(on, unit, tell),
  endOf: (on, [unit], tell) => {
    const name = unitOf(unit);
    const start = startOf(on, unit, tell);
    return start === undefined || name === undefined || name === 'week'
      ? undefined
      : moment(`${millisOf(start)} + ${(MS[name] ?? 0) - 1}`);
  },
  toFormat: (on, args, tell) => format(on, args, tell),
  format: (on, args, tell) => format(on, args, tell),
  toISO: (on, args) => (args.length === 0 ? `new Date(${millisOf(on)}).toISOString()` : undefined),
  toISODate: (on, args, tell) => (args.length === 0 ? format(on, ["'yyyy-MM-dd'"], tell) : undefined),
  toMillis: (on) => `(${millisOf(on)})`,
  toSeconds: (on) => `((${millisOf(on)}) / 1000)`,
};

function unitOf(code: string | undefined): string | undefined {
  const name = /^['"](\w+?)s?['"]$/.exec(code ?? '')?.[1];
  return name !== undefined && Object.hasOwn(MS, name) ? name : undefined;
}

/** `1, 'day'` and `{ days: 1 }` as milliseconds; months and years have no fixed length. */
function durationOf(args: readonly string[]): string | undefined {
  const [amount, unit] = args;
  if (amount === undefined) return undefined;
  const name = unitOf(unit);
  if (name !== undefined) return `(${amount}) * ${MS[name]}`;
  const fields = unit === undefined ? /^\{([^{}]*)\}$/.exec(amount)?.[1] : undefined;
  const parts = fields?.split(',').filter((part) => part.trim() !== '') ?? [];
  const codes = parts.map((part) => {
    const [, key, value] = /^\s*['"]?(\w+?)s?['"]?\s*:\s*([\s\S]+)$/.exec(part) ?? [];
    return key === undefined || !Object.hasOwn(MS, key) ? undefined : `(${value?.trim()}) * ${MS[key]}`;
  });
  return codes.length === 0 || codes.includes(undefined) ? undefined : `(${codes.join(' + ')})`;
}

function startOf(on: string, unit: string | undefined, tell: (note: string) => void): string | undefined {
  const name = unitOf(unit);
  if (name === undefined || name === 'week') return undefined;
  if (name === 'day') tell(IN_UTC);
  return moment(`Math.floor((${millisOf(on)}) / ${MS[name]}) * ${MS[name]}`);
}

/** Where the parts of a time stand in `2026-11-27T08:05:09.123Z`. */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
  ...{ yyyy: [0, 4], yy: [2, 4], MM: [5, 7], LL: [5, 7], dd: [8, 10], HH: [11, 13], mm: [14, 16], ss: [17, 19] },
  ...{ SSS: [20, 23] },
};

function format(on: string, args: readonly string[], tell: (note: string) => void): string | undefined {
  const pattern = /^(['"])(.*)\1$/.exec(args[0] ?? '')?.[2];
  if (pattern === undefined || args.length > 1) return undefined;
  const pieces = pattern.match(/([A-Za-z])\1*|'[^']*'|[^A-Za-z']+/g) ?? [];
  const codes = pieces.map((piece) => {
    if (!/^[A-Za-z]/.test(piece)) return JSON.stringify(piece.replaceAll("'", ''));
    const part = Object.hasOwn(PARTS, piece) ? PARTS[piece] : undefined;
    return part && `d.slice(${part.join(', ')})`;
  });
  if (codes.length === 0 || codes.includes(undefined)) return undefined;
  tell(IN_UTC);
  return `((d) => ${codes.join(' + ')})(new Date(${millisOf(on)}).toISOString())`;
}
