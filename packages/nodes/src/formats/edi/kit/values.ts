import type { Json } from '@lockstep/schema/run';
import { isDate, readDate } from '../../kit/dates.ts';
import { decimalOfNumber, exactNumber, plainDecimal, withImpliedPoint, withoutPoint } from '../../kit/decimals.ts';
import type { CodeList } from './code-lists.ts';
import type { ValueDef } from './dictionary.ts';

/** What is wrong with one value. */
export type ValueProblem = 'too-short' | 'too-long' | 'character' | 'code' | 'date' | 'time';

export interface ReadValue {
  /** As JSON; the text as it came when it is none of its type. */
  readonly value: Json;
  readonly problem?: ValueProblem;
}

export type Codes = Readonly<Record<string, CodeList>>;

/** One value of a text. Decimals stay text, for money; a number has 15 digits at most, else it is decimal text as well. */
export function readValue(text: string, def: ValueDef, codes: Codes, decimalMark: '.' | ','): ReadValue {
  const length = lengthOf(text, def);
  const size = length < def.min ? 'too-short' : length > def.max ? 'too-long' : undefined;
  switch (def.type) {
    case 'text':
    case 'code': {
      const list = def.codes === undefined ? undefined : codes[def.codes];
      const unknown = list?.isClosed && !Object.hasOwn(list.codes, text) ? 'code' : undefined;
      return found(text, size ?? unknown);
    }
    case 'decimal':
    case 'number': {
      const decimal = plainDecimal(decimalMark === ',' || /^[^.]*,[^.]*$/.test(text) ? text.replace(',', '.') : text);
      if (decimal === undefined) return found(text, 'character');
      return found(def.type === 'number' ? (exactNumber(decimal) ?? decimal) : decimal, size);
    }
    case 'implied': {
      const decimal = withImpliedPoint(text, def.decimals);
      return decimal === undefined ? found(text, 'character') : found(decimal, size);
    }
    case 'date': {
      const date = readDate(text, text.length === 6 ? 'YYMMDD' : 'CCYYMMDD');
      return date === undefined ? found(text, 'date') : found(date);
    }
    case 'time': {
      const time = readTime(text);
      return time === undefined ? found(text, 'time') : found(time);
    }
    default:
      return def.type satisfies never;
  }
}

/** A value as a text has it; or why it is none, in words. `isLenient` writes what is no value of its type as it is. */
export function writeValue(
  value: Json,
  def: ValueDef,
  codes: Codes,
  { decimalMark, isLenient }: { readonly decimalMark: '.' | ','; readonly isLenient: boolean },
): string | { readonly problem: string } {
  if (typeof value === 'object' || typeof value === 'boolean') return { problem: 'It must be text or a number.' };
  const text = textOfValue(value, def);
  if (text === undefined) {
    if (isLenient) return String(value);
    return {
      problem: `${JSON.stringify(value)} is no ${NAMES[def.type]}${def.type === 'implied' ? ` with ${def.decimals} decimals at most` : ''}.`,
    };
  }
  const isNumeric = def.type === 'decimal' || def.type === 'number';
  const written = isNumeric && decimalMark === ',' ? text.replace('.', ',') : text;
  const length = lengthOf(written, def);
  if (!isLenient && def.type !== 'date' && (length < def.min || length > def.max)) {
    const wanted = def.min === def.max ? `${def.min}` : `${def.min} to ${def.max}`;
    return { problem: `${JSON.stringify(text)} has ${length} characters, not ${wanted}.` };
  }
  const list = def.codes === undefined ? undefined : codes[def.codes];
  if (!isLenient && list?.isClosed && !Object.hasOwn(list.codes, text)) {
    return { problem: `${JSON.stringify(text)} is none of its codes: ${Object.keys(list.codes).join(', ')}.` };
  }
  return written;
}

const NAMES: Readonly<Record<ValueDef['type'], string>> = {
  text: 'text',
  code: 'code',
  decimal: 'decimal number',
  number: 'number',
  implied: 'decimal number',
  date: 'date written 2026-11-27',
  time: 'time written 09:30 or 09:30:00',
};

function textOfValue(value: string | number | null, def: ValueDef): string | undefined {
  if (value === null) return '';
  switch (def.type) {
    case 'text':
    case 'code':
      return typeof value === 'number' ? decimalOfNumber(value) : value;
    case 'decimal':
    case 'number':
      return typeof value === 'number' ? decimalOfNumber(value) : plainDecimal(value);
    case 'implied': {
      const decimal = typeof value === 'number' ? decimalOfNumber(value) : value;
      return decimal === undefined ? undefined : withoutPoint(decimal, def.decimals);
    }
    case 'date':
      if (typeof value !== 'string' || !isDate(value)) return undefined;
      return def.max === 6 ? value.slice(2).replaceAll('-', '') : value.replaceAll('-', '');
    case 'time':
      return typeof value === 'string' ? writeTime(value) : undefined;
    default:
      return def.type satisfies never;
  }
}

/** Sign and point do not count for numbers. @see X12.6, 3.5.1; ISO 9735-1, 10.1 */
function lengthOf(text: string, { type }: ValueDef): number {
  const isNumeric = type === 'decimal' || type === 'number' || type === 'implied';
  if (!isNumeric) return text.length;
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 45 && code !== 46 && code !== 44) length += 1;
  }
  return length;
}

function found(value: Json, problem?: ValueProblem): ReadValue {
  return problem === undefined ? { value } : { value, problem };
}

const TIME = /^([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d)(\d{1,2})?)?$/;
const WRITTEN_TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,2}))?)?$/;

/** `0930` as `09:30`, with seconds and their decimals when they are there. @see X12, element 337 */
export function readTime(text: string): string | undefined {
  const parts = TIME.exec(text);
  if (!parts) return undefined;
  const [, hours, minutes, seconds, decimals] = parts;
  return `${hours}:${minutes}${seconds ? `:${seconds}` : ''}${decimals ? `.${decimals}` : ''}`;
}

export function writeTime(time: string): string | undefined {
  const parts = WRITTEN_TIME.exec(time);
  return parts ? parts.slice(1).join('') : undefined;
}
