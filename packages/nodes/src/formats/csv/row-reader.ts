import type { CsvHead, CsvIssue, CsvItem, CsvPosition, CsvReadOptions, CsvRow } from './options.ts';
import { columnNames, type RowMaker, rowMaker } from './row-values.ts';
import type { RecordIssue, ScannedRecord } from './scan-records.ts';

/** Makes items of records, and knows where in the file they are. */
export interface RowReader {
  /** Where the next record begins. */
  readonly line: number;
  readonly offset: number;
  /** What a record gives: nothing for comments, blank rows and rows held back as totals. `size` is its length in bytes. */
  take(record: ScannedRecord, size: number, isComment: boolean): CsvItem | undefined;
  /** What is missing when the file ends here. */
  end(): CsvItem | undefined;
}

type Style = Omit<CsvHead, 'columns'>;

/** @param style dialect and encoding for the head @param from where reading goes on, else the file begins behind `markLength` bytes */
export function rowReader(
  options: CsvReadOptions,
  style: Style,
  { from, markLength }: { readonly from: CsvPosition | undefined; readonly markLength: number },
): RowReader {
  const { header = 'first-row', totalsRows = 0, trim = false, skipBlankRows = true } = options;
  const { maxRows = Number.POSITIVE_INFINITY, maxColumns = 10_000 } = options;
  let { line, offset, rows } = from ?? { line: 1, offset: markLength, rows: 0 };
  const columns = from?.head.columns ?? (typeof header === 'string' ? undefined : header);
  let make: RowMaker | undefined = header === 'first-row' && !from ? undefined : rowMaker(columns, options);
  const held: CsvRow[] = [];

  const issue = (at: Pick<CsvIssue, 'line' | 'offset'>, problem: Omit<CsvIssue, 'line' | 'offset'>, isFatal = false) =>
    ({
      kind: 'issue',
      isFatal,
      issue: { ...problem, ...at },
      ...(!isFatal && { next: { offset, line, rows } }),
    }) as const;

  const head = (fields: readonly string[], at: Pick<CsvIssue, 'line' | 'offset'>): CsvItem => {
    const names = columnNames(fields, at.line);
    if ('problem' in names) return issue(at, names.problem, true);
    make = rowMaker(names, options);
    return { kind: 'head', head: { ...style, columns: names } };
  };

  return {
    get line() {
      return line;
    },
    get offset() {
      return offset;
    },
    take(record, size, isComment) {
      const at = { line, offset };
      line += record.lines;
      offset += size;
      const { fields } = record;
      if (isComment || record.isBlank) return undefined;
      if (record.issue) return issue(at, recordProblem(record.issue, at.line), make === undefined);
      if (fields.length > maxColumns) {
        const message = `Line ${at.line} has ${fields.length} columns; at most ${maxColumns} are read.`;
        return issue(at, { code: 'too-many-columns', message }, true);
      }
      const values = trim ? fields.map((field) => field.trim()) : fields;
      if (make === undefined) return head(values, at);
      if (skipBlankRows && values.every((field) => field === '')) return undefined;
      if (rows >= maxRows) {
        return issue(at, { code: 'too-many-rows', message: `The file has more than ${maxRows} rows.` }, true);
      }
      const made = make(values, at.line);
      rows += 1;
      if ('problem' in made) return issue(at, made.problem as Omit<CsvIssue, 'line' | 'offset'>);
      held.push({ kind: 'row', number: rows, values: made, ...at, end: offset, endLine: line });
      return held.length > totalsRows ? held.shift() : undefined;
    },
    end() {
      if (make !== undefined) return undefined;
      return issue({ line, offset }, { code: 'header-missing', message: 'The file has no header row.' }, true);
    },
  };
}

function recordProblem(code: RecordIssue, line: number): Pick<CsvIssue, 'code' | 'message'> {
  switch (code) {
    case 'text-after-quote':
      return { code, message: `Line ${line} has text between a closing quote and the next delimiter.` };
    case 'quote-open':
      return { code, message: `A quote that opens in the row at line ${line} is never closed.` };
    default:
      return code satisfies never;
  }
}
