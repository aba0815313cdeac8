import type { PictureOf } from '@lockstep/schema/api';
import { formatCount } from '../format.ts';
import { timeTicks } from './ticks.ts';
import { useWidth } from './use-width.ts';
import { formatMoment, formatWhen } from './values.ts';

const ROW = 15;
const LEFT = 92;
const BOTTOM = 22;
const STEPS = 6;
const SHADES = Array.from({ length: STEPS }, (_, nr) => (nr + 1) / STEPS);

/** How many, by time and size: the darker, the more. */
export function HeatChart({ picture }: { readonly picture: PictureOf<'heatmap'> }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { columns, rows, cells } = picture;
  const filled = rows.map((_, nr) => nr).filter((nr) => cells[nr]?.some((n) => n > 0));
  const [first, last] = [Math.min(...filled, rows.length - 1), Math.max(...filled, 0)];
  const shown = rows.map((label, nr) => ({ label, nr })).slice(Math.min(first, last), last + 1);
  const height = shown.length * ROW + BOTTOM;
  const cell = (width - LEFT - 8) / Math.max(1, columns.length);
  const max = Math.max(1, ...cells.flat());
  // Few against many are still seen: the shade grows with the logarithm.
  const shade = (n: number) => Math.ceil((Math.log(n + 1) / Math.log(max + 1)) * STEPS) / STEPS;
  const [from = 0, to = 1] = [columns[0], columns.at(-1)];
  return (
    <div ref={ref} className="flex min-w-0 flex-col gap-2">
      <svg
        role="img"
        aria-label={picture.title}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block max-w-full"
      >
        {shown.map(({ label, nr }, place) => {
          const y = (shown.length - 1 - place) * ROW;
          return (
            <g key={label}>
              <text x={LEFT - 6} y={y + ROW / 2} dy="0.32em" textAnchor="end" className="fill-muted text-[11px]">
                {label}
              </text>
              <rect x={LEFT} y={y} width={cell * columns.length} height={ROW - 1} className="fill-sunken" />
              {cells[nr]?.map((n, column) =>
                n === 0 ? null : (
                  <rect
                    key={columns[column]}
                    x={LEFT + column * cell}
                    y={y}
                    width={Math.max(1, cell - 0.5)}
                    height={ROW - 1}
                    className="fill-accent"
                    fillOpacity={shade(n)}
                  >
                    <title>{`${formatWhen(columns[column] ?? 0)}, ${label}: ${formatCount(n)}`}</title>
                  </rect>
                ),
              )}
            </g>
          );
        })}
        {timeTicks(from, to, Math.max(2, Math.floor((width - LEFT) / 80))).map((time) => (
          <text
            key={time}
            x={LEFT + ((time - from) / Math.max(1, to - from)) * cell * (columns.length - 1)}
            y={height - 4}
            textAnchor="middle"
            className="fill-muted text-[11px]"
          >
            {formatMoment(time)}
          </text>
        ))}
      </svg>
      <p aria-hidden="true" className="flex items-center gap-1.5 text-muted text-xs">
        <span>1</span>
        {SHADES.map((opacity) => (
          <span key={opacity} className="h-3 w-5 bg-accent" style={{ opacity }} />
        ))}
        <span>{formatCount(max)}</span>
      </p>
    </div>
  );
}
