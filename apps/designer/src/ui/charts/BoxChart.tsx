import type { PictureOf } from '@lockstep/schema/api';
import { axisOf } from './axis.ts';
import { useWidth } from './use-width.ts';
import { formatTick, formatValue, weekOf } from './values.ts';

const ROW = 30;
const LEFT = 128;
const BOTTOM = 22;

/** A box from the first to the third quarter, its middle, and whiskers that leave out one in twenty at each end. */
export function BoxChart({ picture }: { readonly picture: PictureOf<'boxes'> }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { rows, unit } = picture;
  const height = rows.length * ROW + BOTTOM;
  const axis = axisOf(
    rows.flatMap(({ p5, p95 }) => [p5, p95]),
    unit,
    LEFT,
    width - 24,
  );
  return (
    <div ref={ref} className="min-w-0">
      <svg
        role="img"
        aria-label={picture.title}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block max-w-full"
      >
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line x1={axis.placeOf(tick)} x2={axis.placeOf(tick)} y1={0} y2={height - BOTTOM} className="stroke-line" />
            <text x={axis.placeOf(tick)} y={height - 5} textAnchor="middle" className="fill-muted text-[11px]">
              {formatTick(tick, unit)}
            </text>
          </g>
        ))}
        {rows.map(({ at: week, n, p5, p25, p50, p75, p95 }, nr) => {
          const [y, at] = [nr * ROW + ROW / 2, axis.placeOf];
          return (
            <g key={week}>
              <title>{`${weekOf(week)}: half within ${formatValue(p50, unit)}, 95 % within ${formatValue(p95, unit)}, of ${n}`}</title>
              <text x={LEFT - 10} y={y} dy="0.32em" textAnchor="end" className="fill-text text-xs">
                {weekOf(week)}
              </text>
              <line x1={at(p5)} x2={at(p95)} y1={y} y2={y} className="stroke-undone" />
              <rect
                x={at(p25)}
                y={y - 7}
                width={Math.max(2, at(p75) - at(p25))}
                height={14}
                rx={2}
                className="fill-undone stroke-undone"
                fillOpacity={0.3}
              />
              <line x1={at(p50)} x2={at(p50)} y1={y - 7} y2={y + 7} className="stroke-undone" strokeWidth={2.5} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
