import { JsonFault } from './fault.ts';

/** Deepest nesting a message may have. */
const MAX_DEPTH = 512;

/** Longest run of digits every double holds exactly. */
const SAFE_DIGITS = 15;

/**
 * Walks a JSON text once, without recursion, and refuses what `JSON.parse` would take silently: duplicate keys, lone
 * surrogates, numbers beyond a double, nesting deeper than 512.
 *
 * @returns the places `[from, to)` of integers beyond 2^53 - 1, which a double would round
 * @throws JsonFault with the place of the first thing wrong
 * @see RFC 8259; RFC 7493 (I-JSON) 2.1 to 2.3 for the stricter rules
 */
export function scanJson(text: string): readonly (readonly [number, number])[] {
  const bigIntegers: (readonly [number, number])[] = [];
  /** One entry for each open container: the keys seen so far, or `undefined` for an array. */
  const open: (Set<string> | undefined)[] = [];
  let at = skipSpace(text, 0);
  if (at === text.length) throw new JsonFault('The body is empty.', text, at);

  for (;;) {
    // A value begins at `at`.
    const code = text.charCodeAt(at);
    let opened = false;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (open.length === MAX_DEPTH) throw new JsonFault(`Nested deeper than ${MAX_DEPTH} levels.`, text, at);
      open.push(code === OPEN_BRACE ? new Set() : undefined);
      at = skipSpace(text, at + 1);
      opened = true;
    } else if (code === QUOTE) at = skipString(text, at);
    else if (code === MINUS || isDigit(code)) {
      const end = skipNumber(text, at);
      if (isUnsafeInteger(text, at, end)) bigIntegers.push([at, end]);
      at = end;
    } else at = skipWord(text, at);

    // Close what ends here, then go to the next value.
    for (;;) {
      const keys = open.at(-1);
      if (!opened) at = skipSpace(text, at);
      if (open.length === 0) {
        if (at < text.length) throw new JsonFault('Text after the end of the value.', text, at);
        return bigIntegers;
      }
      const isObject = keys !== undefined;
      const next = text.charCodeAt(at);
      if (next === (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        open.pop();
        at += 1;
        opened = false;
        continue;
      }
      if (!opened) {
        if (next !== COMMA) throw new JsonFault(isObject ? 'Expected , or }.' : 'Expected , or ].', text, at);
        at = skipSpace(text, at + 1);
      }
      if (keys !== undefined) at = skipKey(text, at, keys);
      break;
    }
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** A key, its colon and the space after it. */
function skipKey(text: string, at: number, keys: Set<string>): number {
  if (text.charCodeAt(at) !== QUOTE) throw new JsonFault('Expected a key in double quotes.', text, at);
  const end = skipString(text, at);
  const raw = text.slice(at + 1, end - 1);
  const key = raw.includes('\\') ? (JSON.parse(text.slice(at, end)) as string) : raw;
  if (keys.has(key)) throw new JsonFault(`The key ${JSON.stringify(key.slice(0, 60))} appears twice.`, text, at);
  keys.add(key);
  const colon = skipSpace(text, end);
  if (text.charCodeAt(colon) !== COLON) throw new JsonFault('Expected : after the key.', text, colon);
  return skipSpace(text, colon + 1);
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at = skipEscape(text, at);
    else if (code >= 0x20) at += 1;
    else if (at >= text.length) throw new JsonFault('The text ends inside a string.', text, at);
    else throw new JsonFault('A control character stands unescaped in a string.', text, at);
  }
}

const SINGLE_ESCAPES = '"\\/bfnrt';

function skipEscape(text: string, at: number): number {
  const letter = text.charAt(at + 1);
  if (letter !== 'u') {
    if (letter !== '' && SINGLE_ESCAPES.includes(letter)) return at + 2;
    throw new JsonFault('Unknown escape in a string.', text, at);
  }
  const unit = hex4(text, at + 2);
  if (unit === undefined) throw new JsonFault('\\u needs four hexadecimal digits.', text, at);
  if (unit < 0xd800 || unit > 0xdfff) return at + 6;
  const low = unit < 0xdc00 && text.startsWith('\\u', at + 6) ? hex4(text, at + 8) : undefined;
  if (low !== undefined && low >= 0xdc00 && low <= 0xdfff) return at + 12;
  throw new JsonFault('Half of a surrogate pair stands alone in a string.', text, at);
}

function hex4(text: string, at: number): number | undefined {
  const digits = text.slice(at, at + 4);
  return /^[0-9A-Fa-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function skipNumber(text: string, from: number): number {
  let at = text.charCodeAt(from) === MINUS ? from + 1 : from;
  if (text.charCodeAt(at) === 0x30) at += 1;
  else at = skipDigits(text, at);
  let needsRangeCheck = at - from > 300;
  if (text.charAt(at) === '.') at = skipDigits(text, at + 1);
  if (text.charAt(at) === 'e' || text.charAt(at) === 'E') {
    needsRangeCheck = true;
    const sign = text.charAt(at + 1);
    at = skipDigits(text, sign === '+' || sign === '-' ? at + 2 : at + 1);
  }
  if (needsRangeCheck && !Number.isFinite(Number(text.slice(from, at)))) {
    throw new JsonFault('The number is too large.', text, from);
  }
  return at;
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  if (at === from) throw new JsonFault('Expected a digit.', text, at);
  return at;
}

function isUnsafeInteger(text: string, from: number, to: number): boolean {
  if (to - from <= SAFE_DIGITS) return false;
  const digits = text.slice(from, to);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits));
}

function skipWord(text: string, at: number): number {
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, at)) return at + word.length;
  throw new JsonFault(at >= text.length ? 'The text ends too early.' : 'Expected a value.', text, at);
}
