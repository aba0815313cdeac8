import type { FieldPath, MapLine, Suggestion } from '@lockstep/schema/mapping';
import clsx from 'clsx';
import { useMemo } from 'react';
import { clampTo, lineEnds, linesInView } from './lines-in-view.ts';
import { type ScrollPlace, useScrollTop } from './scroll-place.ts';
import { ROW_PX, rowIndexOf, type TreeRow } from './tree-rows.ts';

export interface Side {
  readonly rows: readonly TreeRow[];
  readonly scroll: ScrollPlace;
}

export interface MapLinesProps {
  readonly width: number;
  readonly height: number;
  readonly source: Side;
  readonly target: Side;
  readonly lines: readonly MapLine[];
  readonly suggestions: readonly Suggestion[];
  /** Texts of paths whose lines stand out; others fade while there are some. */
  readonly lit: { readonly source: string | undefined; readonly target: string | undefined };
  /** A line under the pointer, on its way: from a source row to a place of this picture. */
  readonly dragged:
    | { readonly from: FieldPath; readonly x: number; readonly y: number; readonly grade: string }
    | undefined;
  readonly onSelect: (target: FieldPath) => void;
}

/**
 * The lines between both trees, as one picture. Only lines with an end in view are drawn; an end that is scrolled away is
 * held at the edge, so that one sees where it goes.
 */
export function MapLines(props: MapLinesProps) {
  const { width, height, dragged, source, target: targetSide, lines, suggestions, lit, onSelect } = props;
  const ends = useMemo(
    () => lineEnds({ lines, suggestions, source: source.rows, target: targetSide.rows }),
    [lines, suggestions, source.rows, targetSide.rows],
  );
  const tops = { source: useScrollTop(source.scroll), target: useScrollTop(targetSide.scroll) };
  const { drawn, left } = linesInView(ends, { ...tops, height, lit });
  const isAnyLit = drawn.some(({ isLit }) => isLit);
  return (
    <>
      <svg
        width={width}
        height={height}
        className="block overflow-visible"
        role="img"
        aria-label={`${props.lines.length} mapped fields`}
      >
        {drawn.map(({ key, target, from, to, kind, chip, isLit, hint }) => (
          <g key={key} className={clsx(isAnyLit && !isLit && 'opacity-25')}>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: a wider place to click; rows have the keyboard */}
            <path
              d={curve(width, from, to)}
              className="cursor-pointer fill-none stroke-transparent"
              strokeWidth={10}
              onClick={() => onSelect(target)}
            >
              <title>{hint}</title>
            </path>
            <path
              d={curve(width, from, to)}
              className={clsx(
                'pointer-events-none fill-none',
                kind === 'suggestion' ? 'stroke-faint' : 'stroke-accent',
              )}
              strokeWidth={isLit ? 2.5 : 1.5}
              strokeDasharray={kind === 'code' ? '6 4' : kind === 'suggestion' ? '1.5 4' : undefined}
              strokeLinecap="round"
            />
            {chip !== '' && (
              <foreignObject x={width - 96} y={to - 10} width={90} height={20} className="pointer-events-none">
                <span className="flex h-full items-center justify-end">
                  <span className="max-w-full truncate rounded border bg-raised px-1 font-mono text-[11px] text-muted">
                    {chip}
                  </span>
                </span>
              </foreignObject>
            )}
          </g>
        ))}
        {dragged && (
          <path
            d={curve(dragged.x, clampTo(yOf(source.rows, tops.source, dragged.from), height), dragged.y)}
            className={clsx(
              'pointer-events-none fill-none',
              dragged.grade === 'cannot'
                ? 'stroke-failed'
                : dragged.grade === 'converts'
                  ? 'stroke-waiting'
                  : 'stroke-accent',
            )}
            strokeWidth={2}
            strokeDasharray={dragged.grade === 'fits' ? undefined : '5 4'}
          />
        )}
      </svg>
      {left > 0 && (
        <p className="absolute inset-x-1 top-1 rounded bg-raised px-1 text-center text-muted text-xs">
          and {left} more lines here
        </p>
      )}
    </>
  );
}

/** Middle of a field's row in this picture; undefined when neither it nor what it lies in is there. */
function yOf(rows: readonly TreeRow[], scrollTop: number, path: FieldPath): number | undefined {
  const index = rowIndexOf(rows, path);
  return index < 0 ? undefined : index * ROW_PX + ROW_PX / 2 - scrollTop;
}

function curve(width: number, from: number, to: number): string {
  const bend = Math.max(24, Math.abs(width) * 0.45);
  return `M0 ${from} C${bend} ${from} ${width - bend} ${to} ${width} ${to}`;
}
