import type { CodeList } from './code-lists.ts';

/**
 * What a value is: text, a code, a decimal as text (money), a number (counts, quantities), digits with an implied point, a
 * date, a time of day.
 */
export type ValueType = 'text' | 'code' | 'decimal' | 'number' | 'implied' | 'date' | 'time';

/** One value: a data element of X12, or a component of EDIFACT. */
export interface ValueDef {
  readonly kind: 'value';
  readonly name: string;
  readonly type: ValueType;
  /** Digits behind an implied point, for `implied`. */
  readonly decimals: number;
  /** Fewest and most characters; sign and point of a number do not count. */
  readonly min: number;
  readonly max: number;
  readonly isRequired: boolean;
  /** Name of its list of codes. */
  readonly codes?: string;
}

/** Name of a composite whose fields are those of its segment. */
export const INLINE = '_';

/** Values that stand together in one element, parted by component separators. */
export interface CompositeDef {
  readonly kind: 'composite';
  readonly name: string;
  readonly isRequired: boolean;
  readonly parts: readonly ValueDef[];
}

/** Elements that come several times, one group behind the other, as the product identifiers of a line do. */
export interface ListDef {
  readonly kind: 'list';
  readonly name: string;
  readonly times: number;
  /** One composite, or the values of a group. */
  readonly of: readonly (ValueDef | CompositeDef)[];
}

export type ElementDef = ValueDef | CompositeDef | ListDef;

/** The segments and code lists of a standard. */
export interface Dictionary {
  readonly segments: ReadonlyMap<string, readonly ElementDef[]>;
  readonly codes: Readonly<Record<string, CodeList>>;
}

const VALUE = /^(\w+)(!)?:(AN|ID|R|Q|N\d|DT|TM)(\d+)?(?:-(\d+))?(?:@(\w+))?$/;
const GROUP = /^(\w+)(!)?(?:\*(\d+))?([({])(.*)[)}]$/;

const TYPES: Readonly<Record<string, ValueType>> = {
  AN: 'text',
  ID: 'code',
  R: 'decimal',
  Q: 'number',
  DT: 'date',
  TM: 'time',
};

/**
 * The elements of a segment, from a line: `name:AN1-35` is text of 1 to 35 characters, `name!:ID2@353` a mandatory code of two
 * out of list 353; `R` is a decimal, `Q` a number, `N2` has two implied decimals (`N0`: a whole number), `DT` and `TM` are date
 * and time. `name{a b}` is a composite, `name*5{a b}` five of them, `name*10(a b)` ten groups of elements. The fields of `_{a b}`
 * are those of the segment itself.
 *
 * @throws Error when the line cannot be read: definitions are part of the program
 */
export function elementsOf(line: string): readonly ElementDef[] {
  return wordsOf(line).map((word) => {
    const group = GROUP.exec(word);
    if (!group) return valueDefOf(word);
    const [, name = '', required, times, bracket, inner = ''] = group;
    const values = wordsOf(inner).map(valueDefOf);
    const isRequired = required === '!';
    if (bracket === '(') return { kind: 'list', name, times: Number(times ?? 1), of: values };
    const composite: CompositeDef = { kind: 'composite', name, isRequired, parts: values };
    return times === undefined ? composite : { kind: 'list', name, times: Number(times), of: [composite] };
  });
}

function valueDefOf(word: string): ValueDef {
  const found = VALUE.exec(word);
  if (!found) throw new Error(`"${word}" describes no element`);
  const [, name = '', required, type = '', first, last, codes] = found;
  const min = Number(first ?? 1);
  return {
    kind: 'value',
    name,
    type: type === 'N0' ? 'number' : (TYPES[type] ?? 'implied'),
    decimals: /^N\d$/.test(type) ? Number(type.slice(1)) : 0,
    min,
    max: last === undefined ? (first === undefined ? 512 : min) : Number(last),
    isRequired: required === '!',
    ...(codes !== undefined && { codes }),
  };
}

/** Words parted by blanks, brackets kept whole. */
function wordsOf(line: string): readonly string[] {
  return line.match(/[^\s({]+(?:[({][^)}]*[)}])?/g) ?? [];
}

/** Segments by id, from lines such as `N3: line1!:AN1-55 line2:AN1-55`. */
export function segmentsOf(text: string): (readonly [string, readonly ElementDef[]])[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), elementsOf(line.slice(colon + 2))] as const;
    });
}
