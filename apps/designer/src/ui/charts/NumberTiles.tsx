import type { PictureOf } from '@lockstep/schema/api';
import { Go } from './links.tsx';
import { TONE_BOX, TONE_WORD } from './tones.ts';
import { formatValue } from './values.ts';

/** Big numbers side by side; each opens the list of what it counts. */
export function NumberTiles({ picture }: { readonly picture: PictureOf<'numbers'> }) {
  return (
    <ul aria-label={picture.title} className="grid grid-cols-[repeat(auto-fit,minmax(8.25rem,1fr))] gap-3">
      {picture.items.map(({ label, value, unit, tone, note, href }) => (
        <li
          key={label}
          className="relative row-span-3 grid grid-rows-subgrid gap-y-1 rounded-xl border bg-surface p-3.5 hover:border-line-strong"
        >
          <span className="flex items-start gap-1.5 text-muted text-sm">
            <span aria-hidden="true" className={`mt-1.5 size-2 shrink-0 rounded-full ${TONE_BOX[tone]}`} />
            {label}
          </span>
          <span
            className={`tabular whitespace-nowrap font-semibold text-xl tracking-tight min-[1200px]:text-2xl ${tone === 'failed' ? TONE_WORD.failed : ''}`}
          >
            {formatValue(value, unit)}
          </span>
          <span className="min-h-4 text-muted text-xs">{note}</span>
          {href !== undefined && (
            <Go href={href} className="absolute inset-0 rounded-xl" label={`${label}: show the list`} />
          )}
        </li>
      ))}
    </ul>
  );
}
