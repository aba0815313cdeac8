import type { PictureOf } from '@lockstep/schema/api';
import { formatDuration } from '../format.ts';
import { Go } from './links.tsx';
import { TONE_BOX } from './tones.ts';
import { formatShortly, formatWhen } from './values.ts';

/** What state each was in over time: a strip for each, in the colour of the state, and its longest words beside it. */
export function StateChart({ picture }: { readonly picture: PictureOf<'states'> }) {
  const { from, to, rows } = picture;
  const share = (ms: number) => `${(ms / Math.max(1, to - from)) * 100}%`;
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {rows.map(({ label, href, segments }) => {
        const { times, ms } = awayOf(segments);
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
            <span className={`text-xs ${times > 0 ? 'text-failed' : 'text-muted'}`}>
              {times === 0 ? 'always asked' : `${times} × for ${formatDuration(ms)}`}
            </span>
          </li>
        );
      })}
      <li aria-hidden="true" className="grid grid-cols-[minmax(0,2fr)_minmax(0,4fr)_7rem] gap-x-3 text-muted text-xs">
        <span className="col-start-2 flex justify-between">
          <span>{formatShortly(from)}</span>
          <span>{formatShortly(to)}</span>
        </span>
      </li>
    </ul>
  );
}

/** How often it was away, and how long in all: until it was well again, tried out in between or not. */
function awayOf(segments: PictureOf<'states'>['rows'][number]['segments']): {
  readonly times: number;
  readonly ms: number;
} {
  const away = segments.map(({ tone }) => tone !== 'ok');
  return {
    times: away.filter((isAway, nr) => isAway && away[nr - 1] !== true).length,
    ms: segments.reduce((sum, { from, to }, nr) => (away[nr] ? sum + to - from : sum), 0),
  };
}
