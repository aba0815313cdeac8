import type { PictureOf } from '@lockstep/schema/api';
import { axisOf } from './axis.ts';
import { GoMark } from './links.tsx';
import { useWidth } from './use-width.ts';
import { formatTick, formatValue } from './values.ts';

const ROW = 30;
const LEFT = 110;
const TOP = 18;
const BOTTOM = 22;

/** A dot each on one axis, a row for each place, and the limit they must keep. */
export function DotChart({ picture }: { readonly picture: PictureOf<'dots'> }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { rows, unit, limit } = picture;
  const height = TOP + rows.length * ROW + BOTTOM;
  const axis = axisOf(
    [...rows.flatMap(({ dots }) => dots.map(({ value }) => value)), limit?.value ?? 0],
    unit,
    LEFT,
    width - 30,
  );
  return (
    <div ref={ref} className="min-w-0">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with links in it */}
      <svg
        role="group"
        aria-label={picture.title}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block max-w-full"
      >
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={axis.placeOf(tick)}
              x2={axis.placeOf(tick)}
              y1={TOP}
              y2={height - BOTTOM}
              className="stroke-line"
            />
            <text x={axis.placeOf(tick)} y={height - 5} textAnchor="middle" className="fill-muted text-[11px]">
              {formatTick(tick, unit)}
            </text>
          </g>
        ))}
        {rows.map(({ label, dots }, nr) => (
          <g key={label}>
            <text x={LEFT - 10} y={TOP + nr * ROW + ROW / 2} dy="0.32em" textAnchor="end" className="fill-text text-xs">
              {label}
            </text>
            {dots.map((dot) => (
              <GoMark
                key={dot.label}
                href={dot.href}
                label={`${dot.label} at ${label}: ${formatValue(dot.value, unit)}`}
              >
                <circle
                  cx={axis.placeOf(dot.value)}
                  cy={TOP + nr * ROW + ROW / 2}
                  r={4}
                  fillOpacity={0.55}
                  className={limit && dot.value > limit.value ? 'fill-failed stroke-failed' : 'fill-ok stroke-ok'}
                />
              </GoMark>
            ))}
          </g>
        ))}
        {limit && (
          <g>
            <line
              x1={axis.placeOf(limit.value)}
              x2={axis.placeOf(limit.value)}
              y1={TOP - 4}
              y2={height - BOTTOM}
              className="stroke-failed"
              strokeDasharray="5 4"
            />
            <text x={axis.placeOf(limit.value)} y={10} textAnchor="middle" className="fill-failed text-[11px]">
              {limit.label} {formatTick(limit.value, unit)}
            </text>
          </g>
        )}
      </svg>
    </div>
  );
}
