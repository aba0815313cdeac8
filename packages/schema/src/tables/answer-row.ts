import { indexTable } from './find-in-table.ts';
import { cellOf, fromMs, type TableContent, type TableIssue, type TableRow, untilMs } from './table.ts';

/** What a code stands for, as a person says it. */
export interface CodeAnswer {
  readonly key: string;
  /** Column of the key, and of `value`. */
  readonly from: string;
  readonly to: string;
  readonly value: string;
  /** Codes of the row in further columns. */
  readonly cells: TableRow['cells'];
}

/**
 * The row that makes a table give an answer from now on: the row that has the code, the one that has the value and no code yet, or a
 * new one that leaves those of other times as they are.
 */
export function answerRow(
  table: TableContent,
  { key, from, to, value, cells }: CodeAnswer,
  nowMs: number,
): { readonly row: TableRow } | { readonly issue: TableIssue } {
  const first = table.columns[0]?.name ?? '';
  const given = { ...cells, [from]: key, [to]: value };
  const index = indexTable(table);
  const known = index.find({ key, from, to, atMs: nowMs });
  if (known.kind === 'wrong')
    return { issue: { message: `The table cannot be asked so: ${known.message}.`, rows: [] } };
  if (known.row) return { row: { ...known.row, cells: { ...known.row.cells, ...given } } };
  if (from !== first) {
    const anchor = to === first ? value : cellOf(given, first);
    if (anchor === '') {
      const message = `Say the "${first}" as well: every row has one.`;
      return { issue: { message, column: first, rows: [] } };
    }
    const beside = index.find({ key: anchor, from: first, atMs: nowMs });
    const row = beside.kind === 'wrong' ? undefined : beside.row;
    const taken = row && cellOf(row.cells, from);
    if (row && taken) {
      const message = `"${anchor}" has the ${from} "${taken}" already; a row holds one code of each system.`;
      return {
        issue: { message, column: from, rows: [{ key: anchor, ...(row.from !== undefined && { from: row.from }) }] },
      };
    }
    if (row) return { row: { ...row, cells: { ...row.cells, ...given } } };
  }
  const code = cellOf(given, first);
  const others = table.rows.filter((row) => cellOf(row.cells, first) === code);
  const ended = others.map(untilMs).filter((ms) => ms <= nowMs);
  const coming = others.map(fromMs).filter((ms) => ms > nowMs);
  return {
    row: {
      cells: given,
      ...(ended.length > 0 && { from: new Date(Math.max(...ended)).toISOString() }),
      ...(coming.length > 0 && { until: new Date(Math.min(...coming)).toISOString() }),
    },
  };
}
