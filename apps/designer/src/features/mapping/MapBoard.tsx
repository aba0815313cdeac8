import { below, type FieldPath, type MapLine, pathTree, type SchemaField, textOfPath } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import clsx from 'clsx';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { toast } from '../../ui/index.ts';
import { ConversionMenu } from './ConversionMenu.tsx';
import { FieldDialog } from './FieldDialog.tsx';
import { FieldTree } from './FieldTree.tsx';
import { sentenceOf } from './line-words.ts';
import { MapLines } from './MapLines.tsx';
import { HEAD_PX, Pane } from './Pane.tsx';
import { shortValue, valueAt } from './sample-values.ts';
import { TargetEnd } from './TargetEnd.tsx';
import { pathText, type TreeRow } from './tree-rows.ts';
import { type Dropped, useLineDrag } from './use-line-drag.ts';
import type { MapWork } from './use-map.ts';
import { useTree } from './use-tree.ts';

export interface MapBoardProps {
  readonly work: MapWork;
  readonly sample: Json | undefined;
  readonly result: Json | undefined;
  /** What is wrong with target fields, by the texts of their paths. */
  readonly problems: ReadonlyMap<string, string>;
  /** A field to show and to give the keyboard; another `round` shows it once more. */
  readonly place: BoardPlace | undefined;
  /** Of the target only what is required and open, and what it lies in. */
  readonly onlyOpen: boolean;
  readonly onOnlyOpen: () => void;
}

export interface BoardPlace {
  readonly side: 'source' | 'target';
  readonly path: FieldPath;
  readonly round: number;
}

/** Both trees and the lines between them. */
export function MapBoard({ work, sample, result, problems, place, onlyOpen, onOnlyOpen }: MapBoardProps) {
  const source = useTree(work.source);
  const open = useMemo(() => new Set(work.coverage.open.map(textOfPath)), [work.coverage.open]);
  const isOpenField = useCallback((field: SchemaField) => open.has(pathText(field)), [open]);
  const target = useTree(work.target, onlyOpen ? isOpenField : undefined);
  const picture = useRef<HTMLDivElement>(null);
  const size = useSize(picture);
  const [picked, setPicked] = useState<SchemaField>();
  const [edited, setEdited] = useState<SchemaField>();
  const [dropped, setDropped] = useState<Dropped>();
  const drawn = useMemo(() => drawnOf(work.lines), [work.lines]);
  const lineOf = ({ path }: TreeRow): MapLine | undefined => drawn.byTarget.get(path);

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
  const usedBy = ({ field }: TreeRow): number => below(drawn.sources, field.path)?.all ?? 0;

  const { show: showSource } = source;
  const { show: showTarget } = target;
  const show = useRef({ source: showSource, target: showTarget });
  show.current = { source: showSource, target: showTarget };
  useEffect(() => {
    if (place) show.current[place.side](place.path);
  }, [place]);

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
            const count = usedBy(row);
            const value = shortValue(valueAt(sample, row.field.path), row.field.isSensitive ?? false);
            return `${value === '' ? '' : `, ${value}`}, ${count === 0 ? 'not used' : `used ${count} times`}`;
          }}
          toneOf={(row) => (picked === row.field ? 'outline outline-accent -outline-offset-1' : undefined)}
          isConnected={(row) => usedBy(row) > 0}
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
            source={source}
            target={target}
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
            onClick={onOnlyOpen}
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
          describe={(row) => targetWords(lineOf(row), isOpenField(row.field), problems.get(row.path))}
          toneOf={(row) => (drag?.over === row.field ? DROP_TONE[drag.fit?.grade ?? 'cannot'] : undefined)}
          isConnected={({ field }) => below(drawn.targets, field.path) !== undefined}
        >
          {(row) => (
            <TargetEnd
              row={row}
              line={lineOf(row)}
              isOpen={isOpenField(row.field)}
              value={valueAt(result, row.field.path)}
              problem={problems.get(row.path)}
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

function targetWords(line: MapLine | undefined, isOpen: boolean, problem: string | undefined): string {
  const words = line ? `, ${sentenceOf(line)}` : isOpen ? ', open' : ', not mapped';
  return problem === undefined ? words : `${words}, wrong: ${problem}`;
}

/** Lines by their ends: rows ask for theirs at every turn of the wheel. */
function drawnOf(lines: readonly MapLine[]) {
  const from = lines.flatMap(({ value }) => {
    // A line that reads a field twice uses it once.
    const paths = new Map(value.sources.map(({ path }) => [textOfPath(path), path]));
    return [...paths.values()];
  });
  return {
    byTarget: new Map(lines.map((line) => [textOfPath(line.target), line])),
    targets: pathTree(lines.map((line) => line.target)),
    sources: pathTree(from),
  };
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
