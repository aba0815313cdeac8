import type { TableView } from '@lockstep/schema/api';
import { cellOf, checkTable, placeOf, placeText, type TableIssue, type TableRow } from '@lockstep/schema/tables';
import { Plus, SearchX, TableProperties, Trash2 } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Button, Checkbox, EmptyState, formatCount, Notice, SearchInput, toast } from '../../ui/index.ts';
import { TableGrid } from './TableGrid.tsx';
import {
  drafted,
  type GridRow,
  gridRows,
  NO_DRAFT,
  readMoment,
  type TableDraft,
  withoutEdit,
  withRow,
} from './table-draft.ts';

export interface RowsTabProps {
  readonly view: TableView;
  readonly draft: TableDraft;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  /** Absent: nothing can be changed. */
  readonly onChange?: (next: (draft: TableDraft) => TableDraft) => void;
}

/** The rows, to search and to edit; what would not be published is said while it is written. */
export function RowsTab({ view, draft, search, onSearch, onChange }: RowsTabProps) {
  const [onlyChanged, setOnlyChanged] = useState(false);
  const [added, setAdded] = useState(0);
  const first = view.columns[0]?.name ?? '';
  const columns = draft.columns ?? view.columns;
  const all = useMemo(() => gridRows(view, draft), [view, draft]);
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const rows = useMemo(() => {
    const isShown = ({ row, state }: GridRow) =>
      (!onlyChanged || state !== 'same') &&
      (wanted === '' || Object.values(row.cells).some((code) => code.toLowerCase().includes(wanted)));
    return onlyChanged || wanted !== '' ? all.filter(isShown) : all;
  }, [all, wanted, onlyChanged]);
  const late = useDeferredValue(draft);
  const issues = useMemo(() => (late === NO_DRAFT ? [] : checkTable(drafted(view, late))), [view, late]);
  const byRow = useMemo(() => issuesByRow(all, issues, first), [all, issues, first]);

  const edit = (row: GridRow, field: string, text: string): void => {
    const next = withText(row.row, field, text);
    if (next === 'wrong') {
      toast({
        kind: 'failed',
        title: `“${text}” is no date`,
        detail: 'Write a day such as 2026-03-01, or a moment such as 2026-03-01T09:30Z.',
      });
      return;
    }
    onChange?.((current) => withRow(current, view, row, next));
  };
  const remove = (row: GridRow): void =>
    onChange?.((current) =>
      row.state === 'removed' ? withoutEdit(current, row.id) : withRow(current, view, row, undefined),
    );
  const add = (): void => {
    setAdded(added + 1);
    onSearch('');
    onChange?.((current) => ({
      ...current,
      added: [{ id: `new-${Date.now()}-${current.added.length}`, row: { cells: {} } }, ...current.added],
    }));
  };
  const [issue] = issues;
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 pt-3">
      <div className="flex flex-wrap items-center gap-3">
        <SearchInput label="Search rows" value={search} onChange={onSearch} className="w-64" />
        <span className="flex items-center gap-2 text-sm">
          <Checkbox label="Only what is changed" checked={onlyChanged} onChange={setOnlyChanged} />
          <span aria-hidden="true">Only changed</span>
        </span>
        <span className="tabular text-muted text-sm" role="status">
          {rows.length === all.length
            ? `${formatCount(all.length)} rows`
            : `${formatCount(rows.length)} of ${formatCount(all.length)} rows`}
        </span>
        <span className="flex-1" />
        {onChange && (
          <span className="hidden text-faint text-xs lg:inline">
            Enter writes, Delete empties, Ctrl Delete removes the row{' '}
            <Trash2 size={11} className="inline" aria-hidden />
          </span>
        )}
        {onChange && (
          <Button icon={<Plus size={14} />} onClick={add}>
            Add row
          </Button>
        )}
      </div>
      {issue && (
        <Notice kind="failed">
          {issue.message}
          {issues.length > 1 && ` And ${issues.length - 1} more.`}
        </Notice>
      )}
      {rows.length > 0 ? (
        <TableGrid
          columns={columns}
          rows={rows}
          issues={byRow}
          added={added}
          {...(onChange && { onEdit: edit, onRemove: remove })}
        />
      ) : all.length === 0 ? (
        <EmptyState icon={<TableProperties size={20} />} title="No rows yet">
          Add them one by one, or import a CSV file with the columns {view.columns.map(({ name }) => name).join(', ')}.
        </EmptyState>
      ) : (
        <EmptyState icon={<SearchX size={20} />} title="No row matches" />
      )}
    </div>
  );
}

function withText(row: TableRow, field: string, text: string): TableRow | 'wrong' {
  if (field === 'from' || field === 'until') {
    const moment = readMoment(text);
    if (moment === 'wrong') return 'wrong';
    const { [field]: _, ...rest } = row;
    return moment === undefined ? rest : { ...rest, [field]: moment };
  }
  const { [field]: _, ...cells } = row.cells;
  return { ...row, cells: text === '' ? cells : { ...cells, [field]: text } };
}

function issuesByRow(
  rows: readonly GridRow[],
  issues: readonly TableIssue[],
  first: string,
): ReadonlyMap<string, TableIssue> {
  if (issues.length === 0) return new Map();
  const byPlace = new Map(issues.flatMap((issue) => issue.rows.map((place) => [placeText(place), issue] as const)));
  return new Map(
    rows.flatMap(({ id, row, state }) => {
      const issue = state === 'removed' ? undefined : byPlace.get(placeText(placeOf(row, first)));
      return issue && (issue.rows.length < 2 || cellOf(row.cells, first) !== '') ? [[id, issue] as const] : [];
    }),
  );
}
