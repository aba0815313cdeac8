import type { CsvHead, CsvIssue, CsvReadOptions, CsvValues } from './options.ts';
import { readCsv } from './read.ts';

/** A whole file: its rows, and what is wrong with the others. */
export interface ParsedCsv {
  readonly head: CsvHead | undefined;
  readonly rows: readonly CsvValues[];
  /** The first of them, as many as the caller asked for. */
  readonly issues: readonly CsvIssue[];
  readonly issueCount: number;
  /** True when the file could not be read to its end. */
  readonly isCut: boolean;
}

/** Reads a file that is at hand. @param maxIssues how many issues are kept; all are counted */
export function parseCsv(source: Uint8Array | string, options: CsvReadOptions = {}, maxIssues = 100): ParsedCsv {
  const rows: CsvValues[] = [];
  const issues: CsvIssue[] = [];
  let [head, issueCount, isCut]: [CsvHead | undefined, number, boolean] = [undefined, 0, false];
  for (const item of readCsv(source, options)) {
    if (item.kind === 'row') rows.push(item.values);
    else if (item.kind === 'head') head = item.head;
    else {
      issueCount += 1;
      if (issues.length < maxIssues) issues.push(item.issue);
      isCut ||= item.isFatal;
    }
  }
  return { head, rows, issues, issueCount, isCut };
}
