import type { PictureOf } from '@lockstep/schema/api';
import { axisOf } from './axis.ts';
import { GoMark } from './links.tsx';
import { useWidth } from './use-width.ts';
import { formatTick, formatValue, formatWhen } from './values.ts';

const HEIGHT = 220;
const LEFT = 50;
const BOTTOM = 38;

/** Two numbers of each thing against one another. */
export function ScatterChart({ picture }: { readonly picture: PictureOf<'scatter'> }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { x, y, points } = picture;
  const across = axisOf(
    points.map((point) => point.x),
    x.unit,
    LEFT,
    width - 24,
  );
  const up = axisOf(
    points.map((point) => point.y),
    y.unit,
    HEIGHT - BOTTOM,
    10,
  );
  return (
    <div ref={ref} className="min-w-0">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with links in it */}
      <svg
        role="group"
        aria-label={`${picture.title}: ${y.label} by ${x.label}`}
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        className="block max-w-full"
      >
        {up.ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width - 24} y1={up.placeOf(tick)} y2={up.placeOf(tick)} className="stroke-line" />
            <text x={LEFT - 6} y={up.placeOf(tick)} dy="0.32em" textAnchor="end" className="fill-muted text-[11px]">
              {formatTick(tick, y.unit)}
            </text>
          </g>
        ))}
        {across.ticks.map((tick) => (
          <text
            key={tick}
            x={across.placeOf(tick)}
            y={HEIGHT - BOTTOM + 16}
            textAnchor="middle"
            className="fill-muted text-[11px]"
          >
            {formatTick(tick, x.unit)}
          </text>
        ))}
        <text x={width - 24} y={HEIGHT - 4} textAnchor="end" className="fill-muted text-[11px]">
          {x.label} →
        </text>
        <text x={4} y={HEIGHT - 4} className="fill-muted text-[11px]">
          ↑ {y.label}
        </text>
        {points.map((point) => (
          <GoMark
            key={point.at}
            href={point.href}
            label={`${formatWhen(point.at)}: ${formatValue(point.x, x.unit)}, ${formatValue(point.y, y.unit)}`}
          >
            <circle
              cx={across.placeOf(point.x)}
              cy={up.placeOf(point.y)}
              r={4.5}
              fillOpacity={0.5}
              className="fill-accent stroke-accent"
            />
          </GoMark>
        ))}
      </svg>
    </div>
  );
}
