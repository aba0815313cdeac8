import type { Json, JsonObject } from '../run/json.ts';
import { type Length, patternText } from './pattern-text.ts';
import type { Random } from './random.ts';

/** What a generated message should be like. */
export interface Wish {
  readonly size: Length;
  /** Fields that may be missing: all there, none, or as chance has it. */
  readonly optional: 'all' | 'none' | 'some';
  readonly nulls?: boolean;
  readonly odd?: boolean;
  /** Place in each list of codes, from 0; beyond its end it begins again. */
  readonly code?: number;
  /** Told how many codes a list has. */
  readonly seen?: (count: number) => void;
}

interface Given {
  readonly wish: Wish;
  readonly random: Random;
  /** Value of the example at this place. */
  readonly known: Json | undefined;
}

/** Texts that careless code breaks on: each kind of quote, a line break, wide letters, right-to-left, an emoji of several parts. */
const ODD = [
  `O'Brien "the" <b>&amp;</b>`,
  'Zoë Łukasiewicz, Straße 1\nHinterhaus',
  'ÅÄÖ 株式会社 مرحبا',
  '👩‍👩‍👧 {{x}} %s \\n',
  '  spaces  around  ',
] as const;

/** Texts without a limit are at most this long when they are wished long. */
const LONGEST = 200;

export function textFor(schema: JsonObject, { wish, random, known, name }: Given & { readonly name: string }): Json {
  const { minLength, maxLength, pattern, format } = schema;
  const least = Number(minLength ?? 0);
  const most = Math.min(Number(maxLength ?? LONGEST), Math.max(LONGEST, least));
  const fits = (text: string): boolean => {
    const length = [...text].length;
    const isPattern = typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text);
    return length >= least && length <= Number(maxLength ?? Number.POSITIVE_INFINITY) && isPattern;
  };
  const usual = typeof known === 'string' && fits(known) ? known : undefined;
  if (typeof format === 'string' && FORMATS[format]) return FORMATS[format](wish, random);
  if (typeof pattern === 'string') {
    const made = patternText(pattern, wish.size, random);
    if (wish.size === 'usual' && usual !== undefined) return usual;
    return made !== undefined && fits(made) ? made : (usual ?? made ?? name);
  }
  if (wish.size === 'short') return repeated('x', least);
  if (wish.size === 'long') return repeated('Long text ', Math.max(least, most));
  if (wish.odd) return cut(random.pick(ODD), { least, most });
  if (usual !== undefined && wish.optional !== 'some') return usual;
  return cut(`${name} ${1 + random.whole(9999)}`, { least, most });
}

function repeated(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

/** By letters, so that no emoji is torn apart. */
function cut(text: string, { least, most }: { readonly least: number; readonly most: number }): string {
  const letters = [...text].slice(0, most).join('');
  return letters + 'x'.repeat(Math.max(0, least - [...letters].length));
}

type Maker = (wish: Wish, random: Random) => string;

const two = (number: number): string => String(number).padStart(2, '0');
const day: Maker = ({ size }, random) => {
  if (size === 'short') return '1970-01-01';
  if (size === 'long') return '2099-12-31';
  return `2026-${two(1 + random.whole(12))}-${two(1 + random.whole(28))}`;
};
const time: Maker = ({ size }, random) => {
  if (size === 'short') return '00:00:00Z';
  if (size === 'long') return '23:59:59.999+14:00';
  return `${two(random.whole(24))}:${two(random.whole(60))}:${two(random.whole(60))}Z`;
};

const FORMATS: Readonly<Record<string, Maker>> = {
  date: day,
  time,
  'date-time': (wish, random) => `${day(wish, random)}T${time(wish, random)}`,
  email: ({ size }, random) =>
    size === 'long' ? `${'long.'.repeat(11)}name+tag@mail.example.com` : `person${random.whole(1000)}@example.com`,
  uri: (_, random) => `https://example.com/${random.whole(10_000)}`,
  'uri-reference': (_, random) => `/${random.whole(10_000)}`,
  uuid: (_, random) => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`,
  hostname: (_, random) => `host-${random.whole(1000)}.example.com`,
  ipv4: (_, random) => `192.0.2.${random.whole(256)}`,
  ipv6: (_, random) => `2001:db8::${random.whole(9999)}`,
  duration: (_, random) => `PT${1 + random.whole(59)}M`,
};

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.whole(16).toString(16)).join('');
}

/** Numbers without a limit are at most this large when they are wished large. */
const LARGE = 999_999;

/** A number within the limits of its schema; a whole one where `isWhole`. */
export function wholeOf(schema: JsonObject, { wish, random, known }: Given, isWhole: boolean): Json {
  const step = Number(schema.multipleOf ?? (isWhole ? 1 : 0.01));
  const limit = (inclusive: Json | undefined, exclusive: Json | undefined, by: number): number | undefined => {
    if (typeof exclusive === 'number') return exclusive + by;
    return typeof inclusive === 'number' ? inclusive : undefined;
  };
  const from = limit(schema.minimum, schema.exclusiveMinimum, step);
  const to = limit(schema.maximum, schema.exclusiveMaximum, -step);
  const least = onStep(Math.ceil((from ?? Math.min(0, to ?? 0)) / step) * step, step);
  const most = onStep(Math.floor(Math.max(least, to ?? Math.max(LARGE, least)) / step) * step, step);
  if (wish.size === 'short') return least;
  if (wish.size === 'long') return most;
  const isUsual = typeof known === 'number' && (!isWhole || Number.isInteger(known));
  if (isUsual && known >= least && known <= most && wish.optional !== 'some') return known;
  return onStep(least + random.whole(Math.min(100, Math.floor((most - least) / step)) + 1) * step, step);
}

/** Without the dust that decimal steps leave. */
function onStep(value: number, step: number): number {
  const digits = /\.(\d+)$/.exec(String(step))?.[1]?.length ?? 0;
  return Number(value.toFixed(digits));
}
