import type { DatePattern } from '../kit/dates.ts';

/** One field of a record. Places count from 1, in characters. */
export interface FixedField {
  readonly name: string;
  readonly start: number;
  readonly length: number;
  /** `number` is a JSON number, `decimal` decimal text (money), `date` an ISO date. Empty: null, or `''` for text. */
  readonly type: 'text' | 'number' | 'decimal' | 'date';
  /** Digits behind an implied decimal point: `0001250` with 2 is 12.50. 0: the point is written, if there is one. */
  readonly decimals: number;
  readonly date: DatePattern;
  readonly align: 'left' | 'right';
  readonly pad: 'blank' | 'zero';
}

/** One kind of line. */
export interface FixedRecord {
  readonly name: string;
  /** What stands in the place that tells records apart; `''` for the kind every other line is. */
  readonly match: string;
  readonly fields: readonly FixedField[];
}

/** How lines are cut into fields. */
export interface FixedLayout {
  /** Place that tells the kinds of lines apart; none when there is one kind only. */
  readonly recordType?: { readonly start: number; readonly length: number };
  readonly records: readonly FixedRecord[];
  /** Characters of each record in a file without line breaks; 0: records are lines. */
  readonly recordLength: number;
}

/** What is wrong with one record of a file, or one row that was to be written. */
export interface FixedIssue {
  readonly code:
    | 'unknown-record'
    | 'text-behind-fields'
    | 'not-a-number'
    | 'not-a-date'
    | 'value-too-long'
    | 'value-not-plain'
    | 'row-not-an-object'
    | 'file-cut';
  /** Line of the file, or place of the row, from 1. */
  readonly line: number;
  /** Character the field begins at, from 1. */
  readonly column?: number;
  readonly field?: string;
  readonly message: string;
}

/** Pairs of fields of one record that share a character. */
export function overlaps({ fields }: FixedRecord): readonly (readonly [string, string])[] {
  const sorted = [...fields].sort((left, right) => left.start - right.start);
  return sorted.flatMap((field, at) => {
    const next = sorted[at + 1];
    return next && next.start < field.start + field.length ? [[field.name, next.name] as const] : [];
  });
}
