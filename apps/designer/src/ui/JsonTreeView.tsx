import type { Json } from '@lockstep/schema/run';
import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { CopyButton } from './CopyButton.tsx';
import { formatCount } from './format.ts';
import { type JsonRow, jsonRows, textOf, treeKey } from './json-rows.ts';

const ROW_PX = 24;
/** Longer texts are cut in the row; copying gives the whole. */
const SHOWN_CHARS = 400;

export interface JsonTreeViewProps {
  /** Name of the root, as expressions call it: `input`. */
  readonly root: string;
  readonly value: Json;
  /** Name of the tree for screen readers. */
  readonly label: string;
  /** As tall as its rows, up to this many pixels; else as tall as its place. */
  readonly fitPx?: number;
  readonly className?: string;
}

/**
 * A JSON value as a tree, of which only the rows in view are drawn. Keys: arrows walk, open and close; C copies the
 * value, P its path.
 */
export function JsonTreeView({ root, value, label, fitPx, className }: JsonTreeViewProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rows = useMemo(() => jsonRows(root, value, toggled), [root, value, toggled]);
  const at = Math.min(active, rows.length - 1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialRect: { width: 400, height: 480 },
  });

  const toggle = ({ path }: JsonRow): void =>
    setToggled((before) => {
      const after = new Set(before);
      if (!after.delete(path)) after.add(path);
      return after;
    });
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    if (scroller.current !== null) bringIntoView(scroller.current, next * ROW_PX);
  };
  const onKey = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : treeKey(event.key, rows, at);
    if (act === undefined) return;
    event.preventDefault();
    if (act.type === 'move') move(act.to);
    else if (act.type === 'toggle') toggle(act.row);
    else void navigator.clipboard.writeText(act.text);
  };

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      aria-activedescendant={`${id}-${at}`}
      tabIndex={0}
      onKeyDown={onKey}
      style={fitPx === undefined ? undefined : { height: Math.min(rows.length * ROW_PX, fitPx) }}
      className={clsx('h-full overflow-auto font-mono text-xs outline-offset-[-2px]', className)}
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <Row
              key={row.path}
              id={`${id}-${index}`}
              row={row}
              top={start}
              active={index === at}
              onSelect={() => {
                setActive(index);
                if (row.size !== undefined) toggle(row);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

function bringIntoView(scroller: HTMLElement, top: number): void {
  const bottom = top + ROW_PX - scroller.clientHeight;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop) scroller.scrollTop = bottom;
}

interface RowProps {
  readonly id: string;
  readonly row: JsonRow;
  readonly top: number;
  readonly active: boolean;
  readonly onSelect: () => void;
}

function Row({ id, row, top, active, onSelect }: RowProps) {
  const { depth, name, value, size, open, path } = row;
  // Buttons only where they can be used: scrolling draws hundreds of rows.
  const [pointed, setPointed] = useState(false);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the tree (aria-activedescendant)
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={active}
      aria-expanded={size === undefined ? undefined : open}
      onClick={onSelect}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      style={{ transform: `translateY(${top}px)`, height: ROW_PX, paddingLeft: 8 + depth * 16 }}
      className={clsx(
        'absolute top-0 left-0 flex w-full min-w-0 items-center gap-1 pr-1',
        active ? 'bg-hover' : 'hover:bg-hover/60',
      )}
    >
      <ChevronRight
        size={13}
        aria-hidden="true"
        className={clsx(
          'shrink-0 text-faint transition-transform',
          open && 'rotate-90',
          size === undefined && 'invisible',
        )}
      />
      <span className="shrink-0 text-muted">{name}</span>
      <span aria-hidden="true" className="text-faint">
        :
      </span>
      <span className="min-w-0 flex-1 truncate whitespace-pre">
        <Value value={value} size={size} />
      </span>
      {(active || pointed) && (
        <span className="flex shrink-0 items-center" data-path={path} role="presentation">
          <CopyButton text={path} label="Copy path" kind="path" />
          <CopyButton text={() => textOf(value)} label="Copy value" />
        </span>
      )}
    </div>
  );
}

function Value({ value, size }: { readonly value: Json; readonly size: number | undefined }) {
  if (size !== undefined) {
    const [left, right] = Array.isArray(value) ? '[]' : '{}';
    if (size === 0) return <span className="text-faint">{`${left}${right}`}</span>;
    const word = Array.isArray(value) ? (size === 1 ? 'item' : 'items') : size === 1 ? 'field' : 'fields';
    return <span className="text-faint">{`${left} ${formatCount(size)} ${word} ${right}`}</span>;
  }
  switch (typeof value) {
    case 'string':
      return <span className="text-ok">{JSON.stringify(value.slice(0, SHOWN_CHARS))}</span>;
    case 'number':
      return <span className="text-running">{String(value)}</span>;
    case 'boolean':
      return <span className="text-waiting">{String(value)}</span>;
    default:
      return <span className="text-faint">null</span>;
  }
}
