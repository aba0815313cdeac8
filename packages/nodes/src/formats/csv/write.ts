import type { Json, JsonObject } from '@lockstep/schema/run';
import { decimalOfNumber } from '../kit/decimals.ts';
import { kindOf } from '../kit/kind-of.ts';

export interface CsvWriteOptions {
  readonly delimiter?: string;
  /** `''` writes no quotes at all, and refuses what would need them. */
  readonly quote?: string;
  readonly escape?: string;
  /** Columns in order; those of the rows in the order they first appear, when absent. */
  readonly columns?: readonly string[];
  readonly header?: boolean;
  readonly newline?: '\r\n' | '\n';
  /** Quotes around every value, not only where one is needed. */
  readonly quoteAll?: boolean;
  /** Separator of numbers; text is written as it is. */
  readonly decimal?: 'point' | 'comma';
  /** An apostrophe before text a spreadsheet would compute (`=`, `+`, `-`, `@`, wide ones too, tab, CR). Changes the data: for people's files only. */
  readonly escapeFormulas?: boolean;
}

export interface CsvWriteIssue {
  /** Place of the row in the list, from 1. */
  readonly row: number;
  readonly column?: string;
  readonly message: string;
}

export type WrittenCsv =
  | { readonly ok: true; readonly text: string; readonly columns: readonly string[] }
  | { readonly ok: false; readonly issues: readonly CsvWriteIssue[] };

/** Issues that are told; more of them say nothing new. */
const MOST_ISSUES = 20;

/** Writes rows as CSV: objects by column, or lists by place. @see RFC 4180 */
export function writeCsv(rows: readonly Json[], options: CsvWriteOptions = {}): WrittenCsv {
  const columns = options.columns ?? columnsOf(rows);
  const issues: CsvWriteIssue[] = [];
  const lines: string[] = [];
  const cell = cellWriter(options);
  const write = (values: readonly Json[], row: number, names: readonly string[]) => {
    const cells = values.map((value, place) => {
      const written = cell(value);
      if (typeof written === 'string') return written;
      const name = names[place];
      issues.push({ row, ...(name !== undefined && { column: name }), message: written.problem });
      return '';
    });
    // A row of one empty value would be an empty line, which readers leave out.
    lines.push(
      cells.length === 1 && cells[0] === '' && options.quote !== '' ? '""' : cells.join(options.delimiter ?? ','),
    );
  };
  if ((options.header ?? true) && columns.length > 0) write(columns, 0, columns);
  for (const [index, row] of rows.entries()) {
    if (issues.length >= MOST_ISSUES) break;
    if (Array.isArray(row)) write(row, index + 1, columns);
    else if (typeof row === 'object' && row !== null) write(valuesOf(row as JsonObject, columns), index + 1, columns);
    else issues.push({ row: index + 1, message: 'A row must be an object or a list.' });
  }
  if (issues.length > 0) return { ok: false, issues };
  const newline = options.newline ?? '\r\n';
  return { ok: true, columns, text: lines.map((line) => line + newline).join('') };
}

function columnsOf(rows: readonly Json[]): readonly string[] {
  const columns = new Set<string>();
  for (const row of rows) {
    if (typeof row === 'object' && row !== null && !Array.isArray(row))
      for (const name of Object.keys(row)) columns.add(name);
  }
  return [...columns];
}

function valuesOf(row: JsonObject, columns: readonly string[]): readonly Json[] {
  return columns.map((name) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null));
}

/** Text of one value, or why it has none. */
function cellWriter(options: CsvWriteOptions): (value: Json) => string | { readonly problem: string } {
  const { delimiter = ',', quote = '"', escape: mark = quote, quoteAll = false, decimal = 'point' } = options;
  const special = [delimiter, '\r', '\n', ...(quote === '' ? [] : [quote])];
  return (value) => {
    if (typeof value === 'object' && value !== null) {
      return { problem: `The value is ${kindOf(value)}, which does not fit into a cell; give text instead.` };
    }
    const plain =
      value === null
        ? ''
        : typeof value === 'number'
          ? (decimalOfNumber(value)?.replace('.', decimal === 'comma' ? ',' : '.') ?? '')
          : String(value);
    const text =
      options.escapeFormulas && typeof value === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(plain) ? `'${plain}` : plain;
    const needsQuotes = /^\s|\s$/.test(text) || special.some((char) => text.includes(char));
    if (quote === '') {
      if (!special.some((char) => text.includes(char))) return text;
      return { problem: 'The value has a delimiter or a line break, and the file has no quotes.' };
    }
    if (!quoteAll && !needsQuotes) return text;
    const escaped = mark === quote ? text.replaceAll(quote, quote + quote) : escapedBy(text, mark, quote);
    return quote + escaped + quote;
  };
}

function escapedBy(text: string, mark: string, quote: string): string {
  return text.replaceAll(mark, mark + mark).replaceAll(quote, mark + quote);
}
