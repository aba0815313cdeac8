import type { PictureOf } from '@lockstep/schema/api';
import { formatDuration } from '../format.ts';
import { Go } from './links.tsx';
import { TONE_BOX } from './tones.ts';
import { formatWhen } from './values.ts';

/** What state each was in over time: a strip for each, in the colour of the state, and its longest words beside it. */
export function StateChart({ picture }: { readonly picture: PictureOf<'states'> }) {
  const { from, to, rows } = picture;
  const share = (ms: number) => `${(ms / Math.max(1, to - from)) * 100}%`;
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {rows.map(({ label, href, segments }) => {
        const away = segments.filter(({ tone }) => tone === 'failed');
        const awayMs = away.reduce((sum, each) => sum + each.to - each.from, 0);
        return (
          <li key={label} className="grid grid-cols-[minmax(0,2fr)_minmax(0,4fr)_7rem] items-center gap-x-3">
            <Go href={href} className="min-w-0 truncate rounded hover:underline">
              {label}
            </Go>
            <span aria-hidden="true" className="relative h-4 overflow-hidden rounded bg-sunken">
              {segments.map((each) => (
                <span
                  key={each.from}
                  title={`${each.state}: ${formatWhen(each.from)} to ${formatWhen(each.to)}`}
                  className={`absolute inset-y-0 ${TONE_BOX[each.tone]} ${each.tone === 'ok' ? 'opacity-35' : ''}`}
                  style={{
                    left: share(each.from - from),
                    width: share(each.to - each.from),
                    minWidth: each.tone === 'ok' ? 0 : 2,
                  }}
                />
              ))}
            </span>
            <span className={`text-xs ${away.length > 0 ? 'text-failed' : 'text-muted'}`}>
              {away.length === 0 ? 'always asked' : `${away.length} × for ${formatDuration(awayMs)}`}
            </span>
          </li>
        );
      })}
      <li aria-hidden="true" className="grid grid-cols-[minmax(0,2fr)_minmax(0,4fr)_7rem] gap-x-3 text-muted text-xs">
        <span className="col-start-2 flex justify-between">
          <span>{formatWhen(from)}</span>
          <span>{formatWhen(to)}</span>
        </span>
      </li>
    </ul>
  );
}
