import { textCode } from './field-path.ts';
import type { MapExpression } from './map-view.ts';

/** What becomes of a target field whose source is missing or null. */
export type Absence = 'left out' | 'null' | 'default' | 'error';

/** Helpers that decide about it. */
const DECIDING: ReadonlySet<string> = new Set(['required', 'default', 'orNull', 'maybe']);
/** Helpers that make an empty value of a missing one; all others refuse it. */
const EMPTY: ReadonlySet<string> = new Set(
  'text upper lower trim concat join sha256 base64.encode base64.decode bool sum flatten first'.split(' '),
);

/** What a line does when its source is missing; undefined where that is not for the picture to say: constants, hand-written code. */
export function absenceOf(value: MapExpression): Absence | undefined {
  if (value.kind === 'constant' || value.kind === 'omit' || value.kind === 'code') return undefined;
  if (value.kind !== 'call') return 'left out';
  const inner = value.args.map(absenceOf).find((each) => each !== undefined);
  switch (value.helper) {
    case 'required':
      return 'error';
    case 'orNull':
      return inner === 'error' ? 'error' : 'null';
    case 'default':
      return inner === 'error' ? 'error' : 'default';
    case 'maybe':
      return inner === 'error' ? 'error' : 'left out';
    default:
      if (inner === undefined || inner === 'error' || inner === 'default') return inner;
      return EMPTY.has(value.helper) ? 'default' : 'error';
  }
}

export interface AbsenceChoice {
  readonly policy: Absence;
  /** Name of the library in this map. */
  readonly helper: string;
  /** What the error calls missing. */
  readonly name: string;
  /** Code of the default. */
  readonly otherwise?: string;
}

/** The code of a line that does something else when its source is missing, and the same otherwise. */
export function codeWithAbsence(text: string, value: MapExpression, choice: AbsenceChoice): string {
  const { policy, helper, name, otherwise = 'null' } = choice;
  const chain = chainOf(text, value);
  const plain = maybeCode(chain, helper);
  switch (policy) {
    case 'left out':
      return plain;
    case 'null':
      return `${helper}.orNull(${plain})`;
    case 'default':
      return `${helper}.default(${plain}, ${otherwise})`;
    case 'error':
      return chain.convert(`${helper}.required(${chain.read}, ${textCode(name)})`);
    default:
      return policy satisfies never;
  }
}

/** A conversion that is done only where there is something to convert. The value as it is when there is no conversion. */
export function maybeCode({ read, convert }: Pick<Chain, 'read' | 'convert'>, helper: string): string {
  const converted = convert(read);
  if (converted === read) return read;
  const simple = /^(\w+(?:\.\w+)+)\(value\)$/.exec(convert('value'))?.[1];
  return `${helper}.maybe(${read}, ${simple ?? `(value) => ${convert('value')}`})`;
}

/** What reads the source, and the conversions around it, without what decides about a missing one. */
interface Chain {
  readonly read: string;
  readonly convert: (read: string) => string;
}

function chainOf(text: string, value: MapExpression): Chain {
  const [, second] = value.kind === 'call' ? value.args : [];
  // `t.lookup('carriers', src.code)` is about its second argument.
  const first = value.kind === 'call' ? value.args.find(({ sources }) => sources.length > 0) : undefined;
  if (value.kind !== 'call' || !first) return { read: text.slice(value.from, value.to), convert: (read) => read };
  const { read, convert } = chainOf(text, first);
  if (!DECIDING.has(value.helper))
    return {
      read,
      convert: (code) => text.slice(value.from, first.from) + convert(code) + text.slice(first.to, value.to),
    };
  if (value.helper !== 'maybe' || !second) return { read, convert };
  const make = text.slice(second.from, second.to);
  return { read, convert: (code) => `${make}(${convert(code)})` };
}
