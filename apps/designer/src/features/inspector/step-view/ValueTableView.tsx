import type { Json } from '@lockstep/schema/run';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { formatCount, RowGap } from '../../../ui/index.ts';
import { cellText, tableOf } from './table-of.ts';

const ROW_PX = 26;
const COLUMN_PX = 140;
const INDEX_PX = 56;

/** A value as a table, of which only the rows in view are drawn. */
export function ValueTableView({
  root,
  value,
  label,
}: {
  readonly root: string;
  readonly value: Json;
  readonly label: string;
}) {
  const table = useMemo(() => tableOf(root, value), [root, value]);
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: table?.rows.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialRect: { width: 400, height: 480 },
  });
  if (table === undefined) return <p className="p-4 text-muted text-sm">This value has no rows.</p>;
  const width = INDEX_PX + table.columns.length * COLUMN_PX;
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <p className="shrink-0 border-b px-3 py-1 text-muted text-xs">
        <code className="font-mono">{table.path}</code>, {formatCount(table.rows.length)}{' '}
        {table.rows.length === 1 ? 'row' : 'rows'}
      </p>
      <section
        ref={scroller}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto text-xs outline-offset-[-2px]"
      >
        <table
          aria-rowcount={table.rows.length + 1}
          className="min-w-full table-fixed border-collapse"
          style={{ width }}
        >
          <thead className="sticky top-0 z-10 bg-surface">
            <tr>
              <th scope="col" className="px-2 py-1 text-left font-normal text-faint" style={{ width: INDEX_PX }}>
                #
              </th>
              {table.columns.map((column) => (
                <th key={column} scope="col" className="truncate border-b px-2 py-1 text-left font-medium text-muted">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <RowGap height={above} />
            {shown.map(({ index }) => (
              <tr key={index} aria-rowindex={index + 2} className="border-b" style={{ height: ROW_PX }}>
                <td className="tabular px-2 text-faint">{index}</td>
                {table.columns.map((column) => (
                  <td key={column} className="truncate px-2 font-mono">
                    {cellText(table.rows[index] ?? null, column)}
                  </td>
                ))}
              </tr>
            ))}
            <RowGap height={below} />
          </tbody>
        </table>
      </section>
    </div>
  );
}
