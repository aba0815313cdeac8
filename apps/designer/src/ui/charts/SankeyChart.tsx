import type { PictureOf } from '@lockstep/schema/api';
import { sankeyLinkHorizontal } from 'd3-sankey';
import { useMemo } from 'react';
import { formatCount } from '../format.ts';
import { GoMark } from './links.tsx';
import { layOutSankey } from './sankey-model.ts';
import { TONE_MARK } from './tones.ts';
import { useWidth } from './use-width.ts';

const linkPath = sankeyLinkHorizontal();
/** Of a letter at this size, rather more than less. */
const CHAR_PX = 6.6;

/** What became of what: bands as wide as their number. */
export function SankeyChart({ picture }: { readonly picture: PictureOf<'sankey'> }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const height = Math.max(160, 44 * Math.max(3, Math.ceil(picture.nodes.length / 2)));
  const { nodes, links } = useMemo(() => layOutSankey(picture, width, height), [picture, width, height]);
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
        {links.map((link) => (
          <g key={link.key}>
            <title>{link.label}</title>
            <path
              d={linkPath(link.band) ?? ''}
              className={TONE_MARK[link.tone]}
              style={{ fill: 'none' }}
              strokeOpacity={0.28}
              strokeWidth={Math.max(1.5, link.width)}
            />
          </g>
        ))}
        {nodes.map(({ id, label, tone, href, x0, x1, y0, y1, value }) => {
          // Beside its box while there is room, so that it stands clear of the labels of the column before.
          const isRight = x1 + 18 + CHAR_PX * `${label}${formatCount(value)}`.length > width;
          return (
            <GoMark key={id} href={href} label={`${label}: ${formatCount(value)}`}>
              <rect x={x0} y={y0} width={x1 - x0} height={Math.max(2, y1 - y0)} rx={2} className={TONE_MARK[tone]} />
              <text
                x={isRight ? x0 - 6 : x1 + 6}
                y={(y0 + y1) / 2}
                dy="0.32em"
                textAnchor={isRight ? 'end' : 'start'}
                className="fill-text stroke-surface text-xs [paint-order:stroke]"
                strokeWidth={3}
              >
                {label}
                <tspan dx={6} className="fill-muted">
                  {formatCount(value)}
                </tspan>
              </text>
            </GoMark>
          );
        })}
      </svg>
    </div>
  );
}
