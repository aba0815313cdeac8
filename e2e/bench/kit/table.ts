import type { BenchRow, Finding } from './finding.ts';

const HEADINGS = ['what', 'ours', 'against', 'baseline', 'ratio', 'budget'] as const;

/** Cells of a finding, in the order of the headings. */
export function cellsOf({ row, budget }: Finding): readonly string[] {
  const verdict = budget ? `${budget.text}: ${budget.met ? 'met' : 'MISSED'}` : '';
  return [row.name, withUnit(row.ours, row), row.baselineName, withUnit(row.baseline, row), times(row.ratio), verdict];
}

/** A table for a terminal. */
export function textTable(findings: readonly Finding[]): string {
  const rows = [HEADINGS, ...findings.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same for a document. */
export function markdownTable(findings: readonly Finding[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(HEADINGS), line(HEADINGS.map(() => '---')), ...findings.map((each) => line(cellsOf(each)))].join('\n');
}

function withUnit(value: number, { unit }: BenchRow): string {
  return `${value.toLocaleString('en-GB')} ${unit}`;
}

/** Of what is not there at all, nothing can be told in times. */
function times(ratio: number): string {
  return Number.isFinite(ratio) ? `${ratio}x` : '–';
}
