import type { PictureOf } from '@lockstep/schema/api';
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react';
import { LegendName } from './LegendName.tsx';
import { GoMark, useStill } from './links.tsx';
import { areaOf, layOut, nearest, pathOf, type SeriesLayout, shadeOf } from './series-model.ts';
import { TONE_BOX, TONE_MARK } from './tones.ts';
import { useWidth } from './use-width.ts';
import { formatMoment, formatTick, formatValue, formatWhen } from './values.ts';

export interface SeriesChartProps {
  readonly picture: PictureOf<'series'>;
  readonly height?: number;
  /** A part of the time was chosen, epoch milliseconds. */
  readonly onRange?: ((from: number, to: number) => void) | undefined;
}

/**
 * Lines or areas over time. The pointer, or the arrows, move a line that tells the values of a moment; dragging chooses a part
 * of the time, as does holding Shift with the arrows and Enter. Names in the legend hide and show their line.
 */
export function SeriesChart({ picture, height = 190, onRange }: SeriesChartProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => picture.series.filter(({ name }) => !hidden.has(name)), [picture.series, hidden]);
  const layout = useMemo(() => layOut({ ...picture, series: shown }, width, height), [picture, shown, width, height]);
  const toggle = (name: string) =>
    setHidden((known) => {
      const next = new Set(known);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  return (
    <div ref={ref} className="flex min-w-0 flex-col gap-2">
      <Plot picture={picture} layout={layout} width={width} height={height} onRange={onRange} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        {picture.series.map(({ name, tone }, nr) => (
          <LegendName
            key={name}
            name={name}
            tone={tone}
            opacity={picture.stacked ? shadeOf(picture.series, nr) : 1}
            isShown={!hidden.has(name)}
            onToggle={() => toggle(name)}
          />
        ))}
        {picture.outlook !== undefined && <span className="ml-auto text-text">{picture.outlook}</span>}
      </div>
    </div>
  );
}

interface PlotProps extends Omit<SeriesChartProps, 'height'> {
  readonly layout: SeriesLayout;
  readonly width: number;
  readonly height: number;
}

function Plot({ picture, layout, width, height, onRange }: PlotProps) {
  const { times, unit } = picture;
  const { left, right, top, bottom, xOf, yOf, yTicks, xTicks, lines } = layout;
  const [at, setAt] = useState<number>();
  const [chosen, setChosen] = useState<readonly [number, number]>();
  const dragging = useRef<number>(undefined);
  const still = useStill();
  const hint = useId();

  const binAt = (event: PointerEvent<SVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return nearest(times, layout.timeAt(((event.clientX - box.left) / box.width) * width));
  };
  const choose = (range: readonly [number, number]) => {
    const [from, to] = range[0] < range[1] ? range : [range[1], range[0]];
    const end = times[to + 1] ?? (times[to] ?? 0) + ((times[1] ?? 0) - (times[0] ?? 0));
    setChosen(undefined);
    if (to > from) onRange?.(times[from] ?? 0, end);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const before = at ?? times.length - 1;
      const next = Math.min(times.length - 1, Math.max(0, before + step));
      setAt(next);
      setChosen(event.shiftKey && onRange ? [chosen?.[0] ?? before, next] : undefined);
    } else if (event.key === 'Enter' && chosen) {
      choose(chosen);
    } else if (event.key === 'Escape') {
      setAt(undefined);
      setChosen(undefined);
    }
  };
  const told = at === undefined ? undefined : describe(picture, lines, at);

  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with links in it, which the arrows read out */}
      <svg
        role="group"
        aria-label={`${picture.title}. ${summaryOf(picture)}`}
        aria-describedby={still ? undefined : hint}
        tabIndex={still ? undefined : 0}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block max-w-full touch-pan-y select-none rounded"
        onKeyDown={onKeyDown}
        onBlur={() => setAt(undefined)}
        onPointerMove={(event) => {
          const bin = binAt(event);
          setAt(bin);
          if (dragging.current !== undefined) setChosen([dragging.current, bin]);
        }}
        onPointerLeave={() => dragging.current === undefined && setAt(undefined)}
        onPointerDown={(event) => {
          if (!onRange || event.button !== 0 || event.pointerType === 'touch') return;
          event.currentTarget.setPointerCapture(event.pointerId);
          dragging.current = binAt(event);
        }}
        onPointerUp={(event) => {
          if (dragging.current !== undefined) choose([dragging.current, binAt(event)]);
          dragging.current = undefined;
        }}
      >
        {yTicks.map((value) => (
          <g key={value}>
            <line x1={left} x2={right} y1={yOf(value)} y2={yOf(value)} className="stroke-line" />
            <text x={left - 6} y={yOf(value)} dy="0.32em" textAnchor="end" className="fill-muted text-[11px]">
              {formatTick(value, unit)}
            </text>
          </g>
        ))}
        {xTicks.map((time) => (
          <text key={time} x={xOf(time)} y={height - 4} textAnchor="middle" className="fill-muted text-[11px]">
            {formatMoment(time)}
          </text>
        ))}
        {lines.map(({ name, tone, points, shade }) =>
          picture.stacked ? (
            <path key={name} d={areaOf(points)} className={TONE_MARK[tone]} fillOpacity={shade} strokeWidth={1} />
          ) : (
            <path
              key={name}
              d={pathOf(points)}
              className={TONE_MARK[tone]}
              style={{ fill: 'none' }}
              strokeWidth={1.75}
            />
          ),
        )}
        {lines.flatMap(({ name, tone, points }) =>
          points
            .filter(({ alone }) => alone)
            .map(({ x, high }) => <circle key={`${name}${x}`} cx={x} cy={high} r={2.5} className={TONE_MARK[tone]} />),
        )}
        {picture.limit && (
          <g>
            <line
              x1={left}
              x2={right}
              y1={yOf(picture.limit.value)}
              y2={yOf(picture.limit.value)}
              className="stroke-failed"
              strokeDasharray="5 4"
            />
            <text
              x={left + 4}
              y={yOf(picture.limit.value) - 4}
              strokeWidth={3}
              className="fill-failed stroke-surface text-[11px] [paint-order:stroke]"
            >
              {picture.limit.label} {formatTick(picture.limit.value, unit)}
            </text>
          </g>
        )}
        {layout.markers.map(({ x, label, kind, href, count }) => (
          <GoMark key={x} href={href} label={label}>
            <line
              x1={x}
              x2={x}
              y1={top}
              y2={bottom}
              className={kind === 'incident' ? 'stroke-failed' : 'stroke-accent'}
              strokeDasharray="2 3"
            />
            <path
              d={kind === 'incident' ? `M${x - 5} ${top - 2}h10l-5 8z` : `M${x - 4} ${top - 2}h8v8h-8z`}
              className={kind === 'incident' ? 'fill-failed' : 'fill-accent'}
            />
            {count > 1 && (
              <text
                x={x > right - 24 ? x - 7 : x + 7}
                y={top + 5}
                textAnchor={x > right - 24 ? 'end' : 'start'}
                strokeWidth={3}
                className="fill-muted stroke-surface text-[10px] [paint-order:stroke]"
              >
                {count}
              </text>
            )}
          </GoMark>
        ))}
        {chosen && (
          <rect
            x={Math.min(xOf(times[chosen[0]] ?? 0), xOf(times[chosen[1]] ?? 0))}
            width={Math.abs(xOf(times[chosen[1]] ?? 0) - xOf(times[chosen[0]] ?? 0))}
            y={top}
            height={bottom - top}
            className="fill-accent"
            fillOpacity={0.15}
          />
        )}
        {at !== undefined && (
          <line x1={xOf(times[at] ?? 0)} x2={xOf(times[at] ?? 0)} y1={top} y2={bottom} className="stroke-line-strong" />
        )}
      </svg>
      {!still && (
        <>
          <span id={hint} className="sr-only">
            Arrow keys read the moments{onRange ? '; with Shift they choose a part of the time, Enter shows it' : ''}.
          </span>
          <div
            role="status"
            className={
              told === undefined
                ? 'sr-only'
                : `pointer-events-none absolute top-1 z-10 max-w-64 rounded-lg border bg-raised px-2.5 py-1.5 text-xs shadow-md ${
                    xOf(times[at ?? 0] ?? 0) > width / 2 ? 'left-14' : 'right-2'
                  }`
            }
          >
            {told !== undefined && (
              <>
                <p className="font-medium">{told.when}</p>
                {told.values.map(({ name, tone, value }) => (
                  <p key={name} className="flex items-center gap-1.5">
                    <span aria-hidden="true" className={`h-1 w-3 rounded-full ${TONE_BOX[tone]}`} />
                    <span className="text-muted">{name}</span>
                    <span className="tabular ml-auto pl-2">{formatValue(value, unit)}</span>
                  </p>
                ))}
              </>
            )}
          </div>
        </>
      )}
    </div>
  );
}

function describe({ times }: PictureOf<'series'>, lines: SeriesLayout['lines'], at: number) {
  return {
    when: formatWhen(times[at] ?? 0),
    values: lines.map(({ name, tone, values }) => ({ name, tone, value: values[at] ?? null })),
  };
}

/** The newest value of each line: what a glance tells. */
function summaryOf({ series, unit }: PictureOf<'series'>): string {
  return series
    .map(({ name, values }) => `${name}: ${formatValue(values.findLast((value) => value !== null) ?? null, unit)}`)
    .join(', ');
}
