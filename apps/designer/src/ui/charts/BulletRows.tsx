import type { PictureOf } from '@lockstep/schema/api';
import { TriangleAlert } from 'lucide-react';
import { formatCount } from '../format.ts';
import { Go } from './links.tsx';
import { formatValue } from './values.ts';

/** Below this share bars are all the same length: the scale begins here, as the axis says. */
const FLOOR = 0.8;

/** How often each promise was kept, against the mark it must reach. */
export function BulletRows({ picture }: { readonly picture: PictureOf<'bullets'> }) {
  const placeOf = (share: number) => `${Math.max(0, (share - FLOOR) / (1 - FLOOR)) * 100}%`;
  return (
    <div className="flex flex-col gap-2 text-sm">
      <ul className="flex flex-col gap-2.5">
        {picture.rows.map(({ label, share, target, total, href }) => {
          const isMissed = share < target;
          return (
            <li key={label} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_5.5rem] items-center gap-x-3">
              <Go href={href} className="min-w-0 truncate rounded hover:underline">
                {label}
              </Go>
              <span aria-hidden="true" className="relative h-3.5 rounded bg-sunken">
                <span
                  className={`absolute inset-y-0 left-0 min-w-0.5 rounded ${isMissed ? 'bg-failed' : 'bg-ok'}`}
                  style={{ width: placeOf(share) }}
                />
                <span className="absolute -inset-y-0.5 w-0.5 bg-text" style={{ left: placeOf(target) }} />
              </span>
              <span
                className={`tabular flex items-center justify-end gap-1 font-medium ${isMissed ? 'text-failed' : ''}`}
              >
                {isMissed && <TriangleAlert size={13} aria-hidden="true" />}
                {formatValue(share, 'share')}
              </span>
              <span className="col-start-2 col-end-4 text-muted text-xs">
                of {formatCount(total)}
                {isMissed && `, below the ${formatValue(target, 'share')} it must reach`}
              </span>
            </li>
          );
        })}
      </ul>
      <p aria-hidden="true" className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_5.5rem] gap-x-3 text-muted text-xs">
        <span className="col-start-2 flex justify-between">
          <span>≤ {formatValue(FLOOR, 'share')}</span>
          <span>{formatValue(1, 'share')}</span>
        </span>
      </p>
    </div>
  );
}
