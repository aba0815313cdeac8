import type { PictureOf } from '@lockstep/schema/api';
import { Go } from './links.tsx';
import { TONE_BOX } from './tones.ts';
import { formatValue } from './values.ts';

/** Bars one below the other, with a mark for what it was before, and the share all above make together. */
export function BarRows({ picture }: { readonly picture: PictureOf<'bars'> }) {
  const { rows, unit, cumulative, beforeLabel } = picture;
  const max = Math.max(...rows.flatMap(({ value, before = 0 }) => [value, before]), unit === 'share' ? 0.001 : 1);
  const all = rows.reduce((sum, { value }) => sum + value, 0);
  const wasAny = rows.some(({ before = 0 }) => before > 0);
  let sum = 0;
  return (
    <div className="flex flex-col gap-2">
      <ul className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] gap-x-3 gap-y-2 text-sm">
        {rows.map(({ label, value, before, note, tone, href }) => {
          sum += value;
          return (
            <li key={label} className="col-span-3 grid grid-cols-subgrid items-center">
              <Go href={href} className="line-clamp-2 min-w-0 rounded hover:underline">
                {label}
              </Go>
              <span aria-hidden="true" className="relative h-3.5 rounded bg-sunken">
                <span
                  className={`absolute inset-y-0 left-0 rounded ${TONE_BOX[tone]}`}
                  style={{ width: `${(value / max) * 100}%`, minWidth: value > 0 ? 2 : 0 }}
                />
                {before !== undefined && before > 0 && (
                  <span className="absolute -inset-y-0.5 w-0.5 bg-text" style={{ left: `${(before / max) * 100}%` }} />
                )}
              </span>
              <span className="tabular min-w-14 text-right font-medium">
                {formatValue(value, unit)}
                {cumulative && (
                  <span className="pl-2 font-normal text-muted text-xs">
                    Σ {formatValue(sum / Math.max(all, 1), 'share')}
                  </span>
                )}
              </span>
              {(note !== undefined || (before !== undefined && before > 0)) && (
                <span className="col-start-2 col-end-4 text-muted text-xs">
                  {[note, before !== undefined && before > 0 && `before: ${formatValue(before, unit)}`]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {beforeLabel !== undefined && (
        <p className="flex items-center gap-2 text-muted text-xs">
          {wasAny && <span aria-hidden="true" className="h-3.5 w-0.5 bg-text" />}
          {wasAny ? beforeLabel : `${beforeLabel}: none`}
        </p>
      )}
    </div>
  );
}
