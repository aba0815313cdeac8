import type { Random } from './random.ts';

/** How often a part that may repeat without end does: the shortest way, a usual one, a long one. */
export type Length = 'short' | 'usual' | 'long';

/** More than these of one part nobody reads. */
const MOST_REPEATS = 40;

/**
 * A text that a regular expression of a contract accepts; undefined when it uses what is not known here (look-around, back references,
 * negated classes of properties). Whatever comes is tried against the expression, so a text never breaks it.
 */
export function patternText(pattern: string, length: Length, random: Random): string | undefined {
  const reader: Reader = { pattern, at: 0, length, random };
  try {
    const text = alternatives(reader);
    return reader.at === pattern.length && new RegExp(pattern, 'u').test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

interface Reader {
  readonly pattern: string;
  at: number;
  readonly length: Length;
  readonly random: Random;
}

class Unknown extends Error {}

/** `a|b`: one of them is taken; all are read. */
function alternatives(reader: Reader): string {
  const all = [sequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at += 1;
    all.push(sequence(reader));
  }
  return reader.length === 'usual' ? reader.random.pick(all) : (all[0] as string);
}

function sequence(reader: Reader): string {
  let text = '';
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at] as string)) {
    const begin = reader.at;
    const first = atom(reader);
    const end = reader.at;
    const count = repeats(reader);
    const after = reader.at;
    if (count > 0) text += first;
    // Each repetition is read anew, so that chance varies within it.
    for (let done = 1; done < count; done++) {
      reader.at = begin;
      text += atom(reader);
      if (reader.at !== end) throw new Unknown();
    }
    reader.at = after;
  }
  return text;
}

function atom(reader: Reader): string {
  const sign = reader.pattern[reader.at] as string;
  reader.at += 1;
  switch (sign) {
    case '^':
    case '$':
      return '';
    case '(':
      return group(reader);
    case '[':
      return reader.random.pick(classOf(reader));
    case '\\':
      return reader.random.pick(escaped(reader));
    case '.':
      return reader.random.pick(LETTERS);
    case '*':
    case '+':
    case '?':
    case '{':
      throw new Unknown();
    default:
      return sign;
  }
}

function group(reader: Reader): string {
  if (reader.pattern.startsWith('?:', reader.at)) reader.at += 2;
  else if (reader.pattern[reader.at] === '?') throw new Unknown();
  const text = alternatives(reader);
  if (reader.pattern[reader.at] !== ')') throw new Unknown();
  reader.at += 1;
  return text;
}

/** How often the part before is taken. */
function repeats(reader: Reader): number {
  const rest = reader.pattern.slice(reader.at);
  const found = /^(?:\{(\d+)(?:(,)(\d*))?\}|([*+?]))\??/.exec(rest);
  if (!found) return 1;
  reader.at += found[0].length;
  const [, from, comma, to, sign] = found;
  const least = sign === '+' ? 1 : sign ? 0 : Number(from);
  const most = sign === '?' ? 1 : sign || (comma && to === '') ? MOST_REPEATS : Number(to || from);
  const limit = Math.max(least, Math.min(most, least + MOST_REPEATS));
  if (reader.length === 'short') return least;
  if (reader.length === 'long') return limit;
  return least + reader.random.whole(Math.min(limit - least, 3) + 1);
}

const range = (from: string, to: string): string[] => {
  const [first, last] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
};
const DIGITS = range('0', '9');
const LETTERS = [...range('a', 'z'), ...range('A', 'Z')];
const WORDS = [...LETTERS, ...DIGITS, '_'];
const PRINTABLE = range(' ', '~');

function escaped(reader: Reader): readonly string[] {
  const sign = reader.pattern[reader.at] as string | undefined;
  reader.at += 1;
  switch (sign) {
    case 'd':
      return DIGITS;
    case 'w':
      return WORDS;
    case 's':
      return [' '];
    case 'D':
    case 'S':
      return LETTERS;
    case 'W':
      return ['-'];
    case 'n':
      return ['\n'];
    case 't':
      return ['\t'];
    case undefined:
      throw new Unknown();
    default:
      if (/[a-zA-Z0-9]/.test(sign)) throw new Unknown();
      return [sign];
  }
}

function classOf(reader: Reader): readonly string[] {
  const isNegated = reader.pattern[reader.at] === '^';
  if (isNegated) reader.at += 1;
  const members: string[] = [];
  while (reader.pattern[reader.at] !== ']') {
    const signs = classMember(reader);
    const isRange =
      signs.length === 1 && reader.pattern[reader.at] === '-' && (reader.pattern[reader.at + 1] ?? ']') !== ']';
    if (!isRange) {
      members.push(...signs);
      continue;
    }
    reader.at += 1;
    const [last] = classMember(reader);
    members.push(...range(signs[0] as string, last as string));
  }
  reader.at += 1;
  const found = isNegated ? PRINTABLE.filter((sign) => !members.includes(sign)) : members;
  if (found.length === 0) throw new Unknown();
  return found;
}

function classMember(reader: Reader): readonly string[] {
  const point = reader.pattern.codePointAt(reader.at);
  if (point === undefined) throw new Unknown();
  const sign = String.fromCodePoint(point);
  reader.at += sign.length;
  return sign === '\\' ? escaped(reader) : [sign];
}
