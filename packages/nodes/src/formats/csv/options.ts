import type { Encoding } from '../kit/decoder.ts';

/** How a column's values are read, where text is not what is wanted. */
export interface CsvColumnRule {
  readonly column: string;
  /** `number`: a JSON number, at most 15 digits; `decimal`: decimal text such as `1234.50`, for money. Empty: null. */
  readonly as: 'number' | 'decimal';
}

/** How a CSV file is to be read. Everything has a default that fits RFC 4180 with a header row. */
export interface CsvReadOptions {
  /** One character; told from the first rows when absent. */
  readonly delimiter?: string;
  /** One character, `''` for a file without quotes. Default `"`. */
  readonly quote?: string;
  /** Default: the quote itself, doubled. */
  readonly escape?: string;
  /** A line that begins with this character is left out; none by default. */
  readonly comment?: string;
  /** Of bytes that have no byte order mark. Default UTF-8. */
  readonly encoding?: Encoding;
  /** `first-row` by default; a list names the columns of a file without a header row; `none` gives rows as lists. */
  readonly header?: 'first-row' | 'none' | readonly string[];
  /** Rows at the end that are no data: totals. Default 0. */
  readonly totalsRows?: number;
  /** Takes off white space around values. Default false. */
  readonly trim?: boolean;
  /** Leaves out rows all values of which are empty. Default true; lines without any text are always left out. */
  readonly skipBlankRows?: boolean;
  /** Text after a closing quote belongs to the value, short rows are filled up with `''`. Default false. */
  readonly relaxed?: boolean;
  readonly columns?: readonly CsvColumnRule[];
  /** Decimal separator of the columns read as numbers; the other one, blanks and apostrophes may group digits. */
  readonly decimal?: 'point' | 'comma';
  /** Characters of one row at most. Default 1,000,000. */
  readonly maxRowLength?: number;
  /** Default 10,000. */
  readonly maxColumns?: number;
  /** Data rows at most; unlimited by default. */
  readonly maxRows?: number;
}

/** What is wrong with a file or one of its rows, in a form that can be counted and shown. */
export interface CsvIssue {
  readonly code:
    | 'text-after-quote'
    | 'quote-open'
    | 'row-too-long'
    | 'too-many-columns'
    | 'too-many-rows'
    | 'wrong-column-count'
    | 'not-a-number'
    | 'header-missing'
    | 'header-repeated'
    | 'encoding';
  /** Line of the file the row begins at, from 1. */
  readonly line: number;
  /** Byte offset the row begins at. */
  readonly offset: number;
  readonly column?: string;
  /** One sentence for the person who mends the file. */
  readonly message: string;
}

/** Column names and dialect of a file, once they are known. Plain data: a checkpoint can keep it. */
export interface CsvHead {
  readonly columns: readonly string[] | undefined;
  readonly delimiter: string;
  readonly newline: 'lf' | 'cr';
  readonly encoding: Encoding;
}

/** A place between two rows, where reading can go on: give the bytes from `offset` on, and this as `from`. */
export interface CsvPosition {
  readonly head: CsvHead;
  readonly offset: number;
  readonly line: number;
  /** Data rows before it. */
  readonly rows: number;
}

/** A row as an object by column, or as a list when the file has no columns' names. */
export type CsvValues = Readonly<Record<string, CsvValue>> | readonly CsvValue[];
export type CsvValue = string | number | null;

export type CsvItem =
  /** Comes first, once. */
  | { readonly kind: 'head'; readonly head: CsvHead }
  | {
      readonly kind: 'row';
      /** From 1. */
      readonly number: number;
      readonly values: CsvValues;
      readonly line: number;
      /** Byte offsets of the row in the file; `end` is where the next one begins. */
      readonly offset: number;
      readonly end: number;
      /** Line the next row begins at. */
      readonly endLine: number;
    }
  /** A row that cannot be read; when `isFatal`, the rest of the file cannot either, and nothing follows, else `next` does. */
  | {
      readonly kind: 'issue';
      readonly issue: CsvIssue;
      readonly isFatal: boolean;
      readonly next?: Omit<CsvPosition, 'head'>;
    };

export type CsvRow = Extract<CsvItem, { readonly kind: 'row' }>;

/** The place behind a row, for a checkpoint. */
export function positionAfter(head: CsvHead, { end, endLine, number }: CsvRow): CsvPosition {
  return { head, offset: end, line: endLine, rows: number };
}
