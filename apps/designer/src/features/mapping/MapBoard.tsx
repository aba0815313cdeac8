import { type FieldPath, ITEM, type MapLine, type SchemaField, startsWith, textOfPath } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import clsx from 'clsx';
import { Check } from 'lucide-react';
import { type ReactNode, type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Badge, SearchInput, toast } from '../../ui/index.ts';
import { ConversionMenu } from './ConversionMenu.tsx';
import { FieldDialog } from './FieldDialog.tsx';
import { FieldTree } from './FieldTree.tsx';
import { absenceOf, sentenceOf } from './line-words.ts';
import { MapLines } from './MapLines.tsx';
import { shortValue, valueAt } from './sample-values.ts';
import { rowsOf, type TreeRow } from './tree-rows.ts';
import { type Dropped, useLineDrag } from './use-line-drag.ts';
import type { MapWork } from './use-map.ts';

const NONE: ReadonlySet<string> = new Set();

export interface MapBoardProps {
  readonly work: MapWork;
  readonly sample: Json | undefined;
  readonly result: Json | undefined;
}

/** Both trees and the lines between them. */
export function MapBoard({ work, sample, result }: MapBoardProps) {
  const source = useTree(work.source);
  const [onlyOpen, setOnlyOpen] = useState(false);
  const isOpenField = useCallback(
    (field: SchemaField) => work.coverage.open.some((path) => textOfPath(path) === textOfPath(field.path)),
    [work.coverage.open],
  );
  const target = useTree(work.target, onlyOpen ? isOpenField : undefined);
  const picture = useRef<HTMLDivElement>(null);
  const size = useSize(picture);
  const [picked, setPicked] = useState<SchemaField>();
  const [edited, setEdited] = useState<SchemaField>();
  const [dropped, setDropped] = useState<Dropped>();
  const lineOf = useMemo(() => {
    const byTarget = new Map(work.lines.map((line) => [textOfPath(line.target), line]));
    return (row: TreeRow): MapLine | undefined => byTarget.get(textOfPath(row.field.path));
  }, [work.lines]);

  const tell = (reason: string | undefined): void => {
    if (reason !== undefined) toast({ kind: 'failed', title: 'Not mapped', detail: reason });
  };
  const onDrop = (drop: Dropped): void => {
    target.setActive(textOfPath(drop.to.path));
    if (drop.conversions.length > 0) setDropped(drop);
    else tell(work.draw({ target: drop.to.path, source: drop.from.path }));
  };
  const { drag, start } = useLineDrag(picture, target.rows, onDrop);
  const use = (row: TreeRow): void => {
    if (!work.editable || work.isStale) return;
    setEdited(row.field);
  };
  /** Closes what was open above the trees; the keyboard goes on where it was. */
  const back = (close: () => void): void => {
    close();
    requestAnimationFrame(() => target.tree.scroller.current?.focus());
  };
  const usedBy = (path: FieldPath): number =>
    work.lines.filter(({ value }) => value.sources.some((each) => startsWith(each.path, path))).length;

  return (
    <div className="flex h-full min-h-0">
      <Pane title="Source" search={source.search} onSearch={source.setSearch} className="flex-[5]">
        <FieldTree
          side="source"
          label="Source fields"
          {...source.tree}
          onUse={(row) => setPicked(row.field)}
          {...(work.editable && !work.isStale && { onPortDown: start })}
          describe={(row) => {
            const count = usedBy(row.field.path);
            const value = shortValue(valueAt(sample, row.field.path), row.field.isSensitive ?? false);
            return `${value === '' ? '' : `, ${value}`}, ${count === 0 ? 'not used' : `used ${count} times`}`;
          }}
          toneOf={(row) => (picked === row.field ? 'outline outline-accent -outline-offset-1' : undefined)}
          isConnected={(row) => usedBy(row.field.path) > 0}
        >
          {({ field }) => (
            <span className="truncate font-mono text-muted">
              {shortValue(valueAt(sample, field.path), field.isSensitive ?? false)}
            </span>
          )}
        </FieldTree>
      </Pane>
      <div
        ref={picture}
        className="relative min-w-20 flex-[2] overflow-hidden bg-sunken"
        style={{ marginTop: HEAD_PX }}
      >
        <div className="absolute inset-0">
          <MapLines
            width={size.width}
            height={size.height}
            source={{ rows: source.rows, scrollTop: source.scrollTop }}
            target={{ rows: target.rows, scrollTop: target.scrollTop }}
            lines={work.lines}
            suggestions={work.editable ? work.suggestions : []}
            lit={{ source: undefined, target: target.active }}
            dragged={drag && { from: drag.from.path, x: drag.x, y: drag.y, grade: drag.fit?.grade ?? 'none' }}
            onSelect={(path) => target.setActive(textOfPath(path))}
          />
        </div>
        {drag?.fit && <FitWord fit={drag.fit} />}
      </div>
      <Pane
        title="Target"
        search={target.search}
        onSearch={target.setSearch}
        className="flex-[5]"
        aside={
          <button
            type="button"
            aria-pressed={onlyOpen}
            onClick={() => setOnlyOpen(!onlyOpen)}
            className={clsx(
              'h-7 shrink-0 rounded-md px-2 text-xs',
              onlyOpen ? 'bg-accent-soft text-accent-text' : 'text-muted hover:bg-hover',
            )}
          >
            Only open
          </button>
        }
      >
        <FieldTree
          side="target"
          label="Target fields"
          {...target.tree}
          onUse={use}
          onDelete={(row) => work.editable && lineOf(row) && tell(work.erase(row.field.path))}
          describe={(row) => targetWords(row, lineOf(row), work)}
          toneOf={(row) =>
            drag?.over && textOfPath(drag.over.path) === textOfPath(row.field.path)
              ? DROP_TONE[drag.fit?.grade ?? 'cannot']
              : undefined
          }
          isConnected={(row) =>
            lineOf(row) !== undefined || work.lines.some((line) => startsWith(line.target, row.field.path))
          }
        >
          {(row) => (
            <TargetEnd
              row={row}
              line={lineOf(row)}
              isOpen={isOpenField(row.field)}
              value={valueAt(result, row.field.path)}
            />
          )}
        </FieldTree>
      </Pane>
      {edited && <FieldDialog work={work} target={edited} onClose={() => back(() => setEdited(undefined))} />}
      {dropped && (
        <ConversionMenu
          x={dropped.x}
          y={dropped.y}
          title="Convert and map"
          conversions={dropped.conversions}
          onClose={() => back(() => setDropped(undefined))}
          onChoose={({ code }) => {
            tell(work.draw({ target: dropped.to.path, source: dropped.from.path, wrap: code }));
            back(() => setDropped(undefined));
          }}
        />
      )}
    </div>
  );
}

const DROP_TONE = {
  fits: 'bg-ok-soft',
  converts: 'bg-waiting-soft',
  cannot: 'bg-failed-soft cursor-not-allowed',
} as const;

/** What dropping here would do, in the middle below the lines. */
function FitWord({ fit }: { readonly fit: NonNullable<ReturnType<typeof useLineDrag>['drag']>['fit'] }) {
  if (!fit) return null;
  const words = {
    fits: 'Fits',
    converts: fit.grade === 'converts' ? `Converts: ${fit.conversions[0]?.label ?? ''}` : '',
    cannot: fit.grade === 'cannot' ? fit.reason : '',
  }[fit.grade];
  const tone = {
    fits: 'text-ok bg-ok-soft',
    converts: 'text-waiting bg-waiting-soft',
    cannot: 'text-failed bg-failed-soft',
  }[fit.grade];
  return (
    <p role="status" className={clsx('absolute inset-x-1 bottom-2 rounded-md px-2 py-1 text-center text-xs', tone)}>
      {words}
    </p>
  );
}

function targetWords({ field }: TreeRow, line: MapLine | undefined, { coverage }: MapWork): string {
  if (line) return `, ${sentenceOf(line)}`;
  const isOpen = coverage.open.some((path) => textOfPath(path) === textOfPath(field.path));
  return isOpen ? ', open' : ', not mapped';
}

interface TargetEndProps {
  readonly row: TreeRow;
  readonly line: MapLine | undefined;
  readonly isOpen: boolean;
  readonly value: Json | undefined;
}

/** Value in the result, what happens when the source is missing, and whether the field is settled. */
function TargetEnd({ row, line, isOpen, value }: TargetEndProps) {
  const absence = line && absenceOf(line.value);
  return (
    <>
      <span className="truncate font-mono text-muted">{shortValue(value, row.field.isSensitive ?? false)}</span>
      {line?.value.kind === 'code' && <Badge tone="plain">code</Badge>}
      {line?.value.kind === 'omit' && <Badge tone="plain">left out</Badge>}
      {absence !== undefined && absence !== 'left out' && (
        <span className="shrink-0 text-faint" title={`When the source is missing: ${absence}`}>
          {absence === 'error' ? '!' : absence === 'null' ? '∅' : '…'}
        </span>
      )}
      {line && <Check size={13} aria-hidden="true" className="shrink-0 text-ok" />}
      {isOpen && <span className="shrink-0 text-failed">open</span>}
    </>
  );
}

const HEAD_PX = 40;

interface PaneProps {
  readonly title: string;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly className: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

function Pane({ title, search, onSearch, className, aside, children }: PaneProps) {
  return (
    <div className={clsx('flex min-h-0 min-w-0 flex-col', className)}>
      <div className="flex shrink-0 items-center gap-2 border-b px-2" style={{ height: HEAD_PX }}>
        <h3 className="font-medium text-muted text-xs">{title}</h3>
        <SearchInput
          label={`Find in the ${title.toLowerCase()}`}
          placeholder="Find"
          value={search}
          onChange={onSearch}
          className="min-w-0 flex-1"
        />
        {aside}
      </div>
      {children}
    </div>
  );
}

/** Rows, scroll place and keyboard place of one tree. */
function useTree(root: SchemaField, keep?: (field: SchemaField) => boolean) {
  const [closed, setClosed] = useState(NONE);
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<string>();
  const [scrollTop, setScrollTop] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    if (wanted === '' && !keep) return rowsOf(root, closed);
    const isFound = (field: SchemaField) =>
      field.path.some((step) => step !== ITEM && step.toLowerCase().includes(wanted));
    return rowsOf(root, closed, (field) => (keep?.(field) ?? true) && (wanted === '' || isFound(field)));
  }, [root, closed, search, keep]);
  const toggle = ({ field }: TreeRow): void =>
    setClosed((before) => {
      const after = new Set(before);
      if (!after.delete(textOfPath(field.path))) after.add(textOfPath(field.path));
      return after;
    });
  const tree = {
    rows,
    active,
    scroller,
    onScroll: () => setScrollTop(scroller.current?.scrollTop ?? 0),
    onActive: (row: TreeRow) => setActive(textOfPath(row.field.path)),
    onToggle: toggle,
  };
  return { rows, scrollTop, search, setSearch, active, setActive, tree };
}

function useSize(element: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 160, height: 480 });
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => setSize({ width: box.clientWidth, height: box.clientHeight }));
    observer.observe(box);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
