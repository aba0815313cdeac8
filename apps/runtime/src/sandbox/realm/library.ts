import { decimalOf, divide, multiply, roundTo, sum } from './decimal.ts';
import { lists } from './lists.ts';
import { makeLookup, makeXref } from './lookup.ts';
import { sha256Hex } from './sha256.ts';
import { bytesOf, decodeBase64, encodeBase64, textOfBytes } from './text-bytes.ts';
import { convertUnit } from './units.ts';

const lookup = makeLookup(epochMs);

/**
 * The helper library of scripts and expressions, global `t`. Pure, the same answer everywhere; each helper says in
 * one sentence what was wrong with the value it was given. Names are for ever: published flows use them.
 */
export const t = {
  /**
   * A date or time as ISO 8601 in UTC: `2026-03-01T09:30:00.000Z`. Takes ISO text (without an offset it is UTC),
   * epoch milliseconds, a Date, and OData v2's `/Date(1700000000000)/`. @throws RangeError for anything else
   */
  date: (value: unknown): string => new Date(epochMs(value)).toISOString(),
  /** A number from a number or decimal text such as `" 12.50 "`. @throws TypeError for anything else, `''` too */
  number: (value: unknown): number => Number(decimalOf(value)),
  /** A whole number. @throws TypeError for what is no number, RangeError for one with a fraction or beyond 2^53 */
  int: (value: unknown): number => wholeOf(value),
  /** Yes or no: `true`, `1`, `"yes"`, `"true"`, `"y"`, `"x"` and their opposites, `""` among them. @throws TypeError for others */
  bool: (value: unknown): boolean => booleanOf(value),
  /** An amount as text with exactly `digits` decimals, half away from zero, computed in decimals: `'1.005'` -> `'1.01'`. */
  money: (value: unknown, digits = 2): string => roundTo(value, digits),
  /** The sum of amounts, computed in decimals. */
  sum: (values: readonly unknown[], digits = 2): string => sum(values, digits),
  /** The product of two amounts, computed in decimals: price times quantity. */
  multiply: (left: unknown, right: unknown, digits = 2): string => multiply(left, right, digits),
  /** An amount divided by another, as text: a total to a price of one piece. @throws RangeError when that is zero */
  divide: (left: unknown, right: unknown, digits = 2): string => divide(left, right, digits),
  /** A quantity in another unit: `t.unit(2, 'lb', 'kg')` is 0.907185. @throws RangeError when they do not belong together */
  unit: (value: unknown, from: string, to: string, digits = 6): number => convertUnit(value, from, to, digits),
  /** A number rounded to `digits` decimals, half away from zero, computed in decimals. */
  round: (value: unknown, digits = 0): number => Number(roundTo(value, digits)),
  /** Text of a value: `''` for nothing, JSON for objects and lists. */
  text: (value: unknown): string => textOf(value),
  /** The value, if it is there. @throws TypeError naming what is missing, for null, undefined and `''` */
  required: <T>(value: T, name = 'value'): NonNullable<T> => {
    if (isMissing(value)) throw new TypeError(`${name} is required`);
    return value as NonNullable<T>;
  },
  /** The value, or `fallback` for null, undefined and `''`. */
  default: <T, F>(value: T, fallback: F): T | F => (isMissing(value) ? fallback : value),
  /** What `make` gives for the value, if it is there; nothing for null, undefined and `''`: `t.maybe(src.placed, t.date)`. */
  maybe: <T, R>(value: T, make: (value: NonNullable<T>) => R): R | undefined =>
    isMissing(value) ? undefined : make(value as NonNullable<T>),
  ...lists,
  /**
   * What a table says about a code: `t.lookup('carrier-status', src.code, { to: 'shop', missing: 'queue' })`.
   * @throws RangeError naming table and code when it has none, unless `missing` or `default` say otherwise
   */
  lookup,
  /**
   * The code of one system as the canonical one of a cross-reference table, or as that of another system:
   * `t.xref('sku', 'shopify', src.sku)`, `t.xref('sku', 'shopify', src.sku, 'erp')`. Canonical is the first column of the table; its own
   * name as the system reads it from there. Nothing stands for a code that nobody has mapped: a person is asked, as by `missing: 'queue'`.
   * @throws RangeError naming table, system and code when it has none, unless `missing` or `default` say otherwise
   */
  xref: makeXref(lookup),
  upper: (value: unknown): string => textOf(value).toUpperCase(),
  lower: (value: unknown): string => textOf(value).toLowerCase(),
  trim: (value: unknown): string => textOf(value).trim(),
  /** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
  sha256: (value: unknown): string => sha256Hex(bytesOf(textOf(value))),
  base64: {
    /** Base64 (RFC 4648, padded) of the text's UTF-8 bytes. */
    encode: (value: unknown): string => encodeBase64(bytesOf(textOf(value))),
    /** UTF-8 text of Base64, standard or URL-safe, padded or not. @throws RangeError when it is neither */
    decode: (value: unknown): string => textOfBytes(decodeBase64(textOf(value))),
  },
};

function wholeOf(value: unknown): number {
  const number = Number(decimalOf(value));
  if (!Number.isSafeInteger(number)) throw new RangeError(`${String(value)} is not a whole number`);
  return number;
}

const YES: ReadonlySet<string> = new Set(['true', '1', 'yes', 'y', 'x', 'on']);
const NO: ReadonlySet<string> = new Set(['false', '0', 'no', 'n', '', 'off']);

function booleanOf(value: unknown): boolean {
  const word =
    typeof value === 'object' && value !== null
      ? undefined
      : String(value ?? '')
          .trim()
          .toLowerCase();
  if (word !== undefined && YES.has(word)) return true;
  if (word !== undefined && NO.has(word)) return false;
  throw new TypeError(`${JSON.stringify(value)?.slice(0, 60) ?? typeof value} is neither yes nor no`);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
const ODATA_V2 = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;

function epochMs(value: unknown): number {
  if (value instanceof Date || typeof value === 'number') {
    const ms = Number(value);
    if (Math.abs(ms) <= 8.64e15) return Math.trunc(ms);
  }
  if (typeof value === 'string') {
    const text = value.trim();
    const odata = ODATA_V2.exec(text);
    if (odata && Math.abs(Number(odata[1])) <= 8.64e15) return Number(odata[1]);
    const parts = ISO.exec(text);
    const ms = parts ? isoMs(parts) : Number.NaN;
    if (!Number.isNaN(ms)) return ms;
  }
  throw new RangeError(`${JSON.stringify(value)?.slice(0, 60) ?? typeof value} is not a date`);
}

/** NaN for a day or an hour that does not exist: 30 February is an error of the sender, not 2 March. */
function isoMs(parts: RegExpExecArray): number {
  const at = (index: number): number => Number(parts[index] ?? 0);
  const [year, month, day, hour, minute, second] = [at(1), at(2), at(3), at(4), at(5), at(6)];
  const days = new Date(Date.UTC(2000, month, 0)).setUTCFullYear(year, month, 0);
  if (month < 1 || month > 12 || day < 1 || day > new Date(days).getUTCDate()) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const zone = parts[8] ?? 'Z';
  const offset = zone === 'Z' ? 0 : Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  const ms = Math.trunc(Number(`0.${parts[7] ?? 0}`) * 1000 + 1e-9);
  const utc = new Date(Date.UTC(2000, 0, 1, hour, minute, second, ms)).setUTCFullYear(year, month - 1, day);
  return utc - (zone.startsWith('-') ? -offset : offset) * 60_000;
}
