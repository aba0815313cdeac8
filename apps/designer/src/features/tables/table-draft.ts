import type { TableView } from '@lockstep/schema/api';
import {
  applyChanges,
  placeOf,
  placeText,
  type RowChanges,
  type RowPlace,
  type TableColumn,
  type TableContent,
  type TableRow,
  type TableTest,
} from '@lockstep/schema/tables';

/**
 * What somebody has changed of a table and not published. Rows are known by where they stand, so a draft fits whatever version is the
 * newest: what another person published in between is kept.
 */
export interface TableDraft {
  /** By `placeText` of the row as it is published; `row` absent: it is to go. */
  readonly edits: Readonly<Record<string, { readonly place: RowPlace; readonly row?: TableRow }>>;
  readonly added: readonly { readonly id: string; readonly row: TableRow }[];
  readonly columns?: readonly TableColumn[];
  readonly tests?: readonly TableTest[];
}

export const NO_DRAFT: TableDraft = { edits: {}, added: [] };

/** A row as the grid shows it. */
export interface GridRow {
  readonly id: string;
  readonly row: TableRow;
  readonly state: 'same' | 'added' | 'changed' | 'removed';
}

type Base = Pick<TableView, 'columns' | 'tests' | 'rows'>;

/** New rows first, then the published ones in their order. */
export function gridRows({ rows, columns }: Base, { edits, added }: TableDraft): readonly GridRow[] {
  const first = columns[0]?.name ?? '';
  const known = rows.map((row): GridRow => {
    const id = placeText(placeOf(row, first));
    const edit = Object.hasOwn(edits, id) ? edits[id] : undefined;
    if (!edit) return { id, row, state: 'same' };
    return edit.row ? { id, row: edit.row, state: 'changed' } : { id, row, state: 'removed' };
  });
  return [...added.map(({ id, row }): GridRow => ({ id, row, state: 'added' })), ...known];
}

export function changesOf({ edits, added }: TableDraft, first: string): RowChanges {
  const edited = Object.values(edits);
  const moved = ({ place, row }: (typeof edited)[number]) =>
    !row || placeText(placeOf(row, first)) !== placeText(place);
  return {
    put: [...edited.flatMap(({ row }) => row ?? []), ...added.map(({ row }) => row)],
    remove: edited.filter(moved).map(({ place }) => place),
  };
}

/** The table as it would be published. */
export function drafted({ columns, tests, rows }: Base, draft: TableDraft): TableContent {
  const first = columns[0]?.name ?? '';
  const changes = changesOf(draft, first);
  const isSame = changes.put.length + changes.remove.length === 0;
  return {
    columns: [...(draft.columns ?? columns)],
    tests: [...(draft.tests ?? tests)],
    rows: isSame ? rows : applyChanges(rows, changes, first),
  };
}

export function countChanges({ edits, added, columns, tests }: TableDraft): number {
  return Object.keys(edits).length + added.length + (columns ? 1 : 0) + (tests ? 1 : 0);
}

/** The draft with one row of the grid as it should be; `undefined` takes it away. */
export function withRow(
  draft: TableDraft,
  base: Base,
  { id, row, state }: GridRow,
  next: TableRow | undefined,
): TableDraft {
  if (state === 'added') {
    const added = draft.added.flatMap((each) => (each.id !== id ? [each] : next ? [{ id, row: next }] : []));
    return { ...draft, added };
  }
  const first = base.columns[0]?.name ?? '';
  const published = base.rows.find((each) => placeText(placeOf(each, first)) === id) ?? row;
  const { [id]: _, ...others } = draft.edits;
  if (next && isSame(published, next)) return { ...draft, edits: others };
  const place = placeOf(published, first);
  return { ...draft, edits: { ...others, [id]: { place, ...(next && { row: next }) } } };
}

/** The draft without what was done to one row. */
export function withoutEdit(draft: TableDraft, id: string): TableDraft {
  const { [id]: _, ...edits } = draft.edits;
  return { ...draft, edits, added: draft.added.filter((each) => each.id !== id) };
}

function isSame(a: TableRow, b: TableRow): boolean {
  const text = ({ cells, from, until }: TableRow) =>
    JSON.stringify([
      Object.entries(cells)
        .filter(([, code]) => code !== '')
        .sort(),
      from ?? '',
      until ?? '',
    ]);
  return text(a) === text(b);
}

/** A moment as people write it: a day without its midnight. */
export function momentText(moment: string | undefined): string {
  return moment?.replace(/T00:00(?::00(?:\.000)?)?Z$/, '') ?? '';
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** What a person wrote as a moment; `'wrong'` when it is none. */
export function readMoment(text: string): string | undefined | 'wrong' {
  if (text.trim() === '') return undefined;
  const ms = MOMENT.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN;
  return Number.isNaN(ms) ? 'wrong' : new Date(ms).toISOString();
}
