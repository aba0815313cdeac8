import clsx from 'clsx';
import type { Picture, Way } from './lay-out.ts';
import { widthOf } from './lay-out.ts';

/** The lines between two columns; what moved lately moves along them, unless the reader wants stillness. */
export function Ways({ picture, side }: { readonly picture: Picture; readonly side: Way['side'] }) {
  return (
    <svg
      aria-hidden="true"
      className="h-full w-full"
      viewBox={`0 0 100 ${picture.height}`}
      preserveAspectRatio="none"
      style={{ height: picture.height }}
    >
      {picture.ways
        .filter((way) => way.side === side)
        .map(({ id, from, to, runs, failed }) => {
          const path = `M 0 ${from.y} C 50 ${from.y}, 50 ${to.y}, 100 ${to.y}`;
          return (
            <g key={id} fill="none">
              <path
                d={path}
                strokeWidth={widthOf(runs)}
                vectorEffect="non-scaling-stroke"
                className={clsx(failed > 0 ? 'stroke-failed/40' : runs > 0 ? 'stroke-accent/25' : 'stroke-line')}
              />
              {runs > 0 && (
                <path
                  d={path}
                  strokeWidth={2}
                  vectorEffect="non-scaling-stroke"
                  strokeDasharray="2 22"
                  strokeLinecap="round"
                  className={clsx('landscape-move', failed > 0 ? 'stroke-failed' : 'stroke-accent')}
                />
              )}
            </g>
          );
        })}
    </svg>
  );
}
