import { cellOf } from '@lockstep/schema/tables';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { CellEnd } from './GridCell.tsx';
import { type GridRow, momentText } from './table-draft.ts';

export function textOfCell({ row }: GridRow, field: string): string {
  if (field === 'from' || field === 'until') return momentText(row[field]);
  return cellOf(row.cells, field);
}

interface GridKeysOptions {
  readonly rows: readonly GridRow[];
  readonly fields: readonly string[];
  readonly grid: RefObject<HTMLDivElement | null>;
  readonly scrollTo: (row: number) => void;
  readonly onEdit?: (row: GridRow, field: string, text: string) => void;
  readonly onRemove?: (row: GridRow) => void;
  /** Counts the rows somebody added at the top: writing begins in the newest. */
  readonly added: number;
}

const PAGE = 15;

/** Rows and columns each key goes. */
const MOVES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowUp', [-1, 0]],
  ['ArrowDown', [1, 0]],
  ['ArrowLeft', [0, -1]],
  ['ArrowRight', [0, 1]],
  ['PageUp', [-PAGE, 0]],
  ['PageDown', [PAGE, 0]],
  ['Home', [0, -Infinity]],
  ['End', [0, Infinity]],
]);

/** Where somebody is in the grid, what they write there, and what the keys do. */
export function useGridKeys({ rows, fields, grid, scrollTo, onEdit, onRemove, added }: GridKeysOptions) {
  const [place, setPlace] = useState({ row: 0, column: 0 });
  const [writing, setWriting] = useState<string>();
  const row = Math.min(place.row, Math.max(0, rows.length - 1));
  const column = Math.min(place.column, fields.length - 1);
  const [begun, setBegun] = useState(added);
  if (added !== begun) {
    setBegun(added);
    if (added > begun) {
      setPlace({ row: 0, column: 0 });
      setWriting('');
    }
  }

  const choose = (nextRow: number, nextColumn: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, nextRow));
    setPlace({ row: next, column: Math.max(0, Math.min(fields.length - 1, nextColumn)) });
    if (rows.length > 0) scrollTo(next);
  };
  const begin = (atRow: number, atColumn: number, text?: string): void => {
    const found = rows[atRow];
    if (!onEdit || !found || found.state === 'removed') return;
    choose(atRow, atColumn);
    setWriting(text ?? textOfCell(found, fields[atColumn] ?? ''));
  };
  const done = (end: CellEnd): void => {
    setWriting(undefined);
    const found = rows[row];
    const field = fields[column];
    if (end && found && field !== undefined && end.text.trim() !== textOfCell(found, field)) {
      onEdit?.(found, field, end.text.trim());
    }
    if (end?.move !== 'stay') grid.current?.focus();
    if (end?.move === 'down') choose(row + 1, column);
    if (end?.move === 'right') choose(row, column + 1);
    if (end?.move === 'left') choose(row, column - 1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const found = rows[row];
    const isCommand = ctrlKey || metaKey;
    const move = MOVES.get(key);
    if (isCommand && key === 'Home') choose(0, column);
    else if (isCommand && key === 'End') choose(rows.length - 1, column);
    else if (isCommand && (key === 'Delete' || key === 'Backspace')) {
      if (found) onRemove?.(found);
    } else if (isCommand || altKey) return;
    else if (move) choose(row + move[0], column + move[1]);
    else if (key === 'Enter' || key === 'F2') begin(row, column);
    else if (key === 'Delete' || key === 'Backspace') {
      if (found && found.state !== 'removed') onEdit?.(found, fields[column] ?? '', '');
    } else if (key.length === 1) begin(row, column, key);
    else return;
    event.preventDefault();
  };
  return { row, column, writing, choose, begin, done, onKeyDown };
}
