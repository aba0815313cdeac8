import type { TableColumn, TableIssue } from '@lockstep/schema/tables';
import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useId, useRef } from 'react';
import { GridCell } from './GridCell.tsx';
import type { GridRow } from './table-draft.ts';
import { textOfCell, useGridKeys } from './use-grid-keys.ts';

const ROW_PX = 32;
/** Columns behind the codes: when the row holds. */
const TIMES = ['from', 'until'] as const;

export interface TableGridProps {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly GridRow[];
  /** What keeps the table from being published, by `GridRow.id`. */
  readonly issues: ReadonlyMap<string, TableIssue>;
  /** Absent: an earlier version is shown, which nobody changes. */
  readonly onEdit?: (row: GridRow, column: string, text: string) => void;
  readonly onRemove?: (row: GridRow) => void;
  /** Counts the rows somebody added at the top: writing begins in the newest. */
  readonly added: number;
}

/**
 * The rows of a table as a grid: arrows move, Enter or any letter begins to write, Delete empties a cell, Ctrl Delete takes the row away
 * or brings it back. Draws what is in view, so 100,000 rows are as quick as ten.
 */
export function TableGrid({ columns, rows, issues, onEdit, onRemove, added }: TableGridProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const fields = [...columns.map(({ name }) => name), ...TIMES];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialRect: { width: 800, height: 480 },
  });
  const keys = useGridKeys({
    rows,
    fields,
    scrollTo: (row) => virtual.scrollToIndex(row),
    grid: scroller,
    added,
    ...(onEdit && { onEdit }),
    ...(onRemove && { onRemove }),
  });
  const template = `2rem repeat(${columns.length}, minmax(8rem, 1fr)) 9rem 9rem`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot draw only what is in view.
    <div
      ref={scroller}
      role="grid"
      aria-label="Rows"
      aria-rowcount={rows.length + 1}
      aria-colcount={fields.length}
      aria-readonly={onEdit === undefined}
      aria-activedescendant={keys.writing ? undefined : `${id}-${keys.row}-${keys.column}`}
      tabIndex={0}
      onKeyDown={keys.onKeyDown}
      className="min-h-0 flex-1 overflow-auto rounded-xl border bg-surface text-sm outline-offset-[-2px]"
    >
      <div style={{ minWidth: `${2 + 8 * columns.length + 18}rem` }}>
        {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the grid has the focus. */}
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-10 grid border-b bg-surface font-medium text-muted text-xs"
          style={{ gridTemplateColumns: template }}
        >
          <span aria-hidden="true" />
          {columns.map(({ name, unique }, at) => (
            <Head key={name} name={name} hint={at === 0 || unique ? 'unique' : ''} at={at} />
          ))}
          <Head name="valid from" hint="" at={columns.length} />
          <Head name="until" hint="" at={columns.length + 1} />
        </div>
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const issue = issues.get(row.id);
            return (
              // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the grid has the focus.
              <div
                key={row.id}
                role="row"
                aria-rowindex={index + 2}
                data-testid={`grid-row:${textOfCell(row, fields[0] ?? '')}`}
                data-state={row.state}
                className={clsx(
                  'absolute inset-x-0 grid border-b',
                  row.state === 'added' && 'bg-ok-soft/60',
                  row.state === 'changed' && 'bg-waiting-soft/60',
                  row.state === 'removed' && 'bg-failed-soft/60 line-through',
                )}
                style={{ gridTemplateColumns: template, height: ROW_PX, transform: `translateY(${start}px)` }}
              >
                <Mark state={row.state} issue={issue} />
                {fields.map((field, column) => (
                  <GridCell
                    key={field}
                    id={`${id}-${index}-${column}`}
                    label={`${field} of ${textOfCell(row, fields[0] ?? '') || 'the new row'}`}
                    text={textOfCell(row, field)}
                    isActive={keys.row === index && keys.column === column}
                    isWrong={issue !== undefined && (issue.column === undefined || issue.column === field)}
                    writing={keys.row === index && keys.column === column ? keys.writing : undefined}
                    column={column}
                    onChoose={() => keys.choose(index, column)}
                    onWrite={() => keys.begin(index, column)}
                    onDone={keys.done}
                  />
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head({ name, hint, at }: { readonly name: string; readonly hint: string; readonly at: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the grid has the focus.
    <span role="columnheader" aria-colindex={at + 1} className="truncate px-3 py-2 text-left">
      {name} {hint !== '' && <span className="font-normal text-faint">{hint}</span>}
    </span>
  );
}

const MARKS = { same: '', added: '+', changed: '~', removed: '−' } as const;
const WORDS = { same: '', added: 'New', changed: 'Changed', removed: 'To be removed' } as const;

/** What is done to a row, and what is wrong with it: a sign beside the colour. */
function Mark({ state, issue }: { readonly state: GridRow['state']; readonly issue: TableIssue | undefined }) {
  const words = issue?.message ?? WORDS[state];
  return (
    <span
      title={words === '' ? undefined : words}
      className={clsx('grid place-items-center font-mono text-xs', issue ? 'text-failed' : 'text-muted')}
    >
      <span aria-hidden="true">{issue ? '!' : MARKS[state]}</span>
    </span>
  );
}
