import type { CsvDialect } from './dialect.ts';

/** What is wrong with the writing of one record. */
export type RecordIssue = 'text-after-quote' | 'quote-open';

/** One record of a text; `from` and `to` are places in the text, `to` behind its newline. */
export interface ScannedRecord {
  readonly fields: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Lines it takes up, 1 or more. */
  readonly lines: number;
  /** True for a line without any text. */
  readonly isBlank: boolean;
  readonly issue?: RecordIssue;
}

/** Walks the records of a text that may go on later. */
export interface RecordScanner {
  /** The next record, or `undefined` when the text ends before it does. */
  next(): ScannedRecord | undefined;
  /** Begin of what was not read yet. */
  readonly at: number;
}

/**
 * Cuts a text into records (RFC 4180, and what people make of it). A record without a quote is cut in one go; the others
 * character by character. A quote inside a value that does not begin with one is a plain character: `6" pipe`. A faulty
 * record ends with its line, so one wrong quote spoils one row; a quote that is never closed is told when the text ends.
 *
 * @param isLast no more text comes: what stands at the end is a record too
 * @param relaxed text after a closing quote belongs to the value
 */
export function scanRecords(
  text: string,
  dialect: CsvDialect,
  { isLast, relaxed }: { readonly isLast: boolean; readonly relaxed: boolean },
): RecordScanner {
  const newline = dialect.newline === 'cr' ? '\r' : '\n';
  const { delimiter, quote } = dialect;
  let at = 0;
  /** Next quote at or behind `at`; found once, not once a record. */
  let quoteAt = quote === '' ? Number.POSITIVE_INFINITY : -1;

  /** Text of a line without the CR of its CRLF. */
  const lineText = (from: number, to: number): string =>
    newline === '\n' && to > from && text[to - 1] === '\r' ? text.slice(from, to - 1) : text.slice(from, to);

  /** A record, and the scanner behind it. */
  const found = (fields: readonly string[], from: number, end: number, issue?: RecordIssue): ScannedRecord => {
    at = end < text.length ? end + 1 : end;
    const isBlank = end === from || (end === from + 1 && lineText(from, end) === '');
    return { fields, from, to: at, lines: linesIn(text, from, end, newline), isBlank, ...(issue && { issue }) };
  };

  const skipLine = (fields: readonly string[], from: number, behind: number) => {
    const end = text.indexOf(newline, behind);
    if (end === -1 && !isLast) return undefined;
    return found(fields, from, end === -1 ? text.length : end, 'text-after-quote');
  };

  const scanQuoted = (from: number): ScannedRecord | undefined => {
    const fields: string[] = [];
    for (let begin = from; ; ) {
      const isQuoted = text[begin] === quote;
      const value = isQuoted ? quotedValue(text, begin, dialect) : { text: '', end: begin };
      if (value === undefined) return isLast ? found(fields, from, text.length, 'quote-open') : undefined;
      const end = plainEnd(text, value.end, delimiter, newline);
      if (end === text.length && !isLast) return undefined;
      const isRowEnd = end === text.length || text[end] === newline;
      const rest = isRowEnd ? lineText(value.end, end) : text.slice(value.end, end);
      if (!relaxed && isQuoted && rest !== '') return skipLine(fields, from, end);
      fields.push(value.text + rest);
      if (isRowEnd) return found(fields, from, end);
      begin = end + 1;
    }
  };

  return {
    get at() {
      return at;
    },
    next() {
      if (at >= text.length) return undefined;
      const from = at;
      if (quoteAt < from) {
        const next = text.indexOf(quote, from);
        quoteAt = next === -1 ? Number.POSITIVE_INFINITY : next;
      }
      const end = text.indexOf(newline, from);
      if (quoteAt < (end === -1 ? text.length : end)) {
        if (dialect.comment === '' || text[from] !== dialect.comment) return scanQuoted(from);
      }
      if (end === -1 && !isLast) return undefined;
      const line = lineText(from, end === -1 ? text.length : end);
      return found(line.split(delimiter), from, end === -1 ? text.length : end);
    },
  };
}

/** What stands between two quotes, escapes undone, and the place behind the closing one. */
function quotedValue(
  text: string,
  begin: number,
  { quote, escape: mark }: CsvDialect,
): { readonly text: string; readonly end: number } | undefined {
  let value = '';
  let close = -1;
  for (let from = begin + 1, at = from; ; ) {
    if (close < at) close = text.indexOf(quote, at);
    if (close === -1) return undefined;
    if (mark === quote) {
      // At the end of a chunk the next character may be the second half of a doubled quote: `scanQuoted` asks for more.
      if (text[close + 1] !== quote) return { text: value + text.slice(from, close), end: close + 1 };
      value += text.slice(from, close + 1);
      from = at = close + 2;
      continue;
    }
    const escaped = text.slice(at, close).indexOf(mark);
    if (escaped === -1) return { text: value + text.slice(from, close), end: close + 1 };
    const plain = at + escaped;
    // Only a quote or the escape itself is escaped; before anything else the character stands for itself.
    const isEscape = text[plain + 1] === quote || text[plain + 1] === mark;
    value += text.slice(from, plain) + (isEscape ? text.charAt(plain + 1) : text.slice(plain, plain + 2));
    from = at = plain + 2;
  }
}

/** Next delimiter or newline at or behind a place, or the end of the text. */
function plainEnd(text: string, from: number, delimiter: string, newline: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== newline) at += 1;
  return at;
}

function linesIn(text: string, from: number, end: number, newline: string): number {
  let lines = 1;
  for (let at = text.indexOf(newline, from); at !== -1 && at < end; at = text.indexOf(newline, at + 1)) lines += 1;
  return lines;
}
