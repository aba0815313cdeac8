import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { RowGap, Table, Th } from '../../ui/index.ts';
import type { OperateRow } from './operate-model.ts';
import { StatsRow } from './StatsRow.tsx';

export interface StatsTableProps {
  readonly flowId: string;
  readonly rows: readonly OperateRow[];
  /** The same steps of another version, and its number; `undefined` when none is compared. */
  readonly versus: { readonly version: number; readonly rows: readonly OperateRow[] } | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (node: string) => void;
}

/** Of more steps, only those in view are drawn. */
const DRAWN_WHOLE = 100;
const ROW_PX = 44;
/** A row that is compared says each number twice. */
const COMPARED_PX = 49;
const HEAD_PX = 36;

/** What each step did, as numbers: the picture above in words. Of many it draws those in view: the numbers are read anew every few seconds. */
export function StatsTable({ flowId, rows, versus, selected, onSelect }: StatsTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (versus === undefined ? ROW_PX : COMPARED_PX),
    getItemKey: (index) => rows[index]?.node ?? index,
    overscan: rows.length <= DRAWN_WHOLE ? rows.length : 12,
    scrollMargin: HEAD_PX,
    scrollPaddingEnd: 8,
    useFlushSync: false,
    initialRect: { width: 900, height: 480 },
  });
  const at = rows.findIndex(({ node }) => node === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  const other = new Map(versus?.rows.map((row) => [row.node, row]));
  const shown = virtual.getVirtualItems();
  const above = (shown[0]?.start ?? HEAD_PX) - HEAD_PX;
  const below = virtual.getTotalSize() - ((shown.at(-1)?.end ?? HEAD_PX) - HEAD_PX);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto border-t">
      <Table label="What the steps did" rows={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <Th className="w-56">Step</Th>
            <Th className="w-20 px-2 text-right">Done</Th>
            <Th className="w-20 px-2 text-right">Failed</Th>
            <Th className="w-20 px-2 text-right">Retries</Th>
            <Th className="w-20 px-2 text-right">p50</Th>
            <Th className="w-20 px-2 text-right">p95</Th>
            <Th className="w-20 px-2 text-right">p99</Th>
            <Th className="w-20 px-2 text-right">Waiting</Th>
            <Th className="w-20 px-2 text-right">Exceptions</Th>
          </tr>
        </thead>
        <tbody>
          <RowGap height={above} />
          {shown.map(({ index }) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <StatsRow
                  key={row.node}
                  flowId={flowId}
                  row={row}
                  than={other.get(row.node)}
                  selected={row.node === selected}
                  onSelect={onSelect}
                  position={index + 1}
                />
              )
            );
          })}
          <RowGap height={below} />
        </tbody>
      </Table>
    </div>
  );
}
