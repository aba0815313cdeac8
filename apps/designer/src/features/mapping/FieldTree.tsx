import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import {
  type KeyboardEvent,
  memo,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
} from 'react';
import { indexOf, ROW_PX, type TreeRow } from './tree-rows.ts';

export interface FieldTreeProps {
  readonly side: 'source' | 'target';
  /** Name of the tree for screen readers. */
  readonly label: string;
  readonly rows: readonly TreeRow[];
  /** Text of the path of the row that has the keyboard. */
  readonly active: string | undefined;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** Shows the row that has the keyboard; another number shows it once more. */
  readonly shown: number;
  readonly onActive: (row: TreeRow) => void;
  readonly onToggle: (row: TreeRow) => void;
  /** Enter, or a click on the port. */
  readonly onUse: (row: TreeRow) => void;
  readonly onDelete?: (row: TreeRow) => void;
  /** A line begins. */
  readonly onPortDown?: (row: TreeRow, event: PointerEvent) => void;
  /** What a screen reader says after name and type. */
  readonly describe: (row: TreeRow) => string;
  readonly toneOf: (row: TreeRow) => string | undefined;
  readonly isConnected: (row: TreeRow) => boolean;
  /** What stands at the far end of a row: a value, a mark. */
  readonly children: (row: TreeRow) => ReactNode;
}

/**
 * The fields of one side, of which only those in view are drawn. Keys: arrows walk, open and close, Enter uses a field, Delete takes its
 * line away.
 */
export function FieldTree(props: FieldTreeProps) {
  const { side, label, rows, active, scroller, shown, onScroll, onActive, onToggle } = props;
  // A row that changes only when the keyboard leaves or comes must not know where it is otherwise.
  const { active: _, rows: __, ...shared } = props;
  const id = useId();
  const at = active === undefined ? -1 : (indexOf(rows).get(active) ?? -1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    initialRect: { width: 320, height: 480 },
  });
  const show = useRef(virtual.scrollToIndex);
  show.current = virtual.scrollToIndex;
  const place = useRef(at);
  place.current = at;
  useEffect(() => {
    if (shown > 0 && place.current >= 0) show.current(place.current, { align: 'center' });
  }, [shown]);
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[next];
    if (!row) return;
    onActive(row);
    virtual.scrollToIndex(next);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[at];
    const done = keyAction(event.key, row, {
      move: (by) => move(at < 0 ? 0 : at + by),
      first: () => move(0),
      last: () => move(rows.length - 1),
      out: () => move(rows.findLastIndex(({ depth }, index) => index < at && depth < (row?.depth ?? 0))),
      toggle: onToggle,
      use: props.onUse,
      remove: props.onDelete,
    });
    if (done) event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKey}
      onFocus={() => at < 0 && rows[0] && onActive(rows[0])}
      data-testid={`map-${side}`}
      className="group/tree relative min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-offset-[-2px]"
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <Row key={row.path} {...shared} id={`${id}-${index}`} row={row} top={start} isActive={index === at} />
            )
          );
        })}
      </div>
    </div>
  );
}

interface Acts {
  readonly move: (by: number) => void;
  readonly first: () => void;
  readonly last: () => void;
  readonly out: () => void;
  readonly toggle: (row: TreeRow) => void;
  readonly use: (row: TreeRow) => void;
  readonly remove: ((row: TreeRow) => void) | undefined;
}

/** True when the key meant something. */
function keyAction(key: string, row: TreeRow | undefined, acts: Acts): boolean {
  switch (key) {
    case 'ArrowDown':
      acts.move(1);
      return true;
    case 'ArrowUp':
      acts.move(-1);
      return true;
    case 'Home':
      acts.first();
      return true;
    case 'End':
      acts.last();
      return true;
    case 'ArrowRight':
      if (row?.isOpen === false) acts.toggle(row);
      else acts.move(1);
      return true;
    case 'ArrowLeft':
      if (row?.isOpen) acts.toggle(row);
      else if (row && row.depth > 0) acts.out();
      return true;
    case 'Enter':
      if (row) acts.use(row);
      return true;
    case 'Delete':
    case 'Backspace':
      if (row) acts.remove?.(row);
      return true;
    default:
      return false;
  }
}

interface RowProps extends Omit<FieldTreeProps, 'rows' | 'active'> {
  readonly id: string;
  readonly row: TreeRow;
  readonly top: number;
  readonly isActive: boolean;
}

/** Drawn again only when something of it changed: a turn of the wheel brings new rows, and leaves the others as they are. */
const Row = memo(function Row({
  id,
  row,
  top,
  isActive,
  side,
  describe,
  toneOf,
  isConnected,
  onActive,
  onToggle,
  onUse,
  onPortDown,
  children,
}: RowProps) {
  const { field, depth, label, path, isOpen } = row;
  const connected = isConnected(row);
  const port = (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden="true"
      data-testid={`map-port:${side}:${path}`}
      onPointerDown={onPortDown && ((event) => onPortDown(row, event))}
      onClick={() => onUse(row)}
      className={clsx(
        'mx-1.5 size-3 shrink-0 cursor-crosshair rounded-full border-2',
        connected ? 'border-accent bg-accent' : 'border-line-strong bg-surface hover:border-accent',
      )}
    />
  );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the tree (aria-activedescendant)
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isActive}
      aria-expanded={isOpen}
      aria-label={`${label}, ${typeWord(row)}${field.isRequired ? ', required' : ''}${describe(row)}`}
      title={field.description}
      data-testid={`map-field:${side}:${path}`}
      data-map-path={side === 'target' ? path : undefined}
      onClick={() => onActive(row)}
      style={{ top, height: ROW_PX, paddingLeft: (side === 'target' ? 0 : 6) + depth * 14 }}
      className={clsx(
        'absolute inset-x-0 flex [contain:content] cursor-default select-none items-center gap-1 pr-2 text-sm',
        isActive
          ? 'bg-accent-soft group-focus-within/tree:outline group-focus-within/tree:-outline-offset-1'
          : 'hover:bg-hover',
        toneOf(row),
      )}
    >
      {side === 'target' && port}
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (isOpen !== undefined) onToggle(row);
        }}
        className={clsx('grid size-4 shrink-0 place-items-center text-faint', isOpen === undefined && 'invisible')}
      >
        <ChevronRight size={12} className={clsx(isOpen && 'rotate-90')} />
      </button>
      <span
        className={clsx(
          'min-w-0 truncate',
          field.type === 'object' || field.type === 'list' ? 'font-medium' : undefined,
        )}
      >
        {label}
        {field.type === 'list' && <span className="text-faint">[]</span>}
        {side === 'target' && field.isRequired && <span className="text-failed"> *</span>}
      </span>
      <span className="shrink-0 text-faint text-xs">
        {typeWord(row)}
        {field.isNullable && field.type !== 'any' ? ' or null' : ''}
      </span>
      <span className="ml-auto flex max-w-[55%] shrink-0 items-center gap-1.5 pl-2 text-xs">{children(row)}</span>
      {side === 'source' && port}
    </div>
  );
});

function typeWord({ field }: TreeRow): string {
  if (field.values !== undefined && field.values.length > 0) return `${field.values.length} codes`;
  switch (field.type) {
    case 'text':
      return field.format === 'date-time' ? 'time' : (field.format ?? 'text');
    case 'boolean':
      return 'yes/no';
    case 'integer':
      return 'whole number';
    default:
      return field.type;
  }
}
