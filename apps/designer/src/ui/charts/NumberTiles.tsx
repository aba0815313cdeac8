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
          className="relative flex min-h-24 flex-col justify-between gap-1 rounded-xl border bg-surface p-3.5 hover:border-line-strong"
        >
          <span className="flex items-center gap-1.5 text-muted text-sm">
            <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${TONE_BOX[tone]}`} />
            {label}
          </span>
          <span
            className={`tabular font-semibold text-2xl tracking-tight ${tone === 'failed' ? TONE_WORD.failed : ''}`}
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
