import type { RowChangeView } from '@lockstep/schema/api';
import { cellOf, type TableRow } from '@lockstep/schema/tables';
import { momentText } from './table-draft.ts';

/** A change of one row as a line of text. */
export function changeWords(change: RowChangeView): {
  readonly sign: string;
  readonly tone: string;
  readonly text: string;
} {
  switch (change.kind) {
    case 'added':
      return { sign: '+', tone: 'text-ok', text: rowWords(change.row) };
    case 'removed':
      return { sign: '−', tone: 'text-failed', text: rowWords(change.before) };
    case 'changed':
      return { sign: '~', tone: 'text-waiting', text: differenceWords(change.before, change.row) };
    default:
      return change satisfies never;
  }
}

export function rowWords({ cells, from, until }: TableRow): string {
  const codes = Object.values(cells).filter((code) => code !== '');
  return [codes.join(' = '), ...timeWords(from, until)].join(' ');
}

function differenceWords(before: TableRow, after: TableRow): string {
  const [key = ''] = Object.values(after.cells);
  const columns = [...new Set([...Object.keys(before.cells), ...Object.keys(after.cells)])];
  const cells = columns
    .filter((column) => cellOf(before.cells, column) !== cellOf(after.cells, column))
    .map((column) => `${column} ${cellOf(before.cells, column) || '—'} → ${cellOf(after.cells, column) || '—'}`);
  const [old, now] = [timeWords(before.from, before.until).join(' '), timeWords(after.from, after.until).join(' ')];
  const times = old === now ? [] : [`${old || 'always'} → ${now || 'always'}`];
  return `${key}: ${[...cells, ...times].join(', ')}`;
}

function timeWords(from: string | undefined, until: string | undefined): readonly string[] {
  return [
    ...(from === undefined ? [] : [`from ${momentText(from)}`]),
    ...(until === undefined ? [] : [`until ${momentText(until)}`]),
  ];
}
